"""Keys, a content and what carries it, for tests of the format: the world of the test vectors."""

from tools.vectors import codes as made_codes
from tools.vectors import credentials as made_credentials
from tools.vectors import vector, world
from wuxing.proof.keys import Keys

KEYS = Keys([world.CURRENT.public, world.ES256.public, world.REHEARSING.public])
TOKEN, CODE = made_credentials.VALID, made_codes.VALID
REVOCATION, SUSPENSION = (one.text for one in vector.GOOD)
