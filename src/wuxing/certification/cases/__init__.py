"""认证项目 Certification cases: clients, sites, roles and the stages that every case passes."""
