"""What any public service needs and no training: people and roles, audit, files, encryption, progress, the bundled server."""
