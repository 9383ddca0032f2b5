export { assertCratedbStatement, type StatementLike } from './assert-cratedb-statement.ts';
export { cratedbUrl, describeWithCratedb } from './cratedb-target.ts';
export { freePort } from './free-port.ts';
export { type KinesisServer, startKinesisServer } from './kinesis-server.ts';
export { startMariadbServer, type MariadbServer, type MariadbServerOptions } from './mariadb-server.ts';
export { startPgliteProcess, type PgliteServer } from './pglite-server.ts';
export { startPostgresServer, type PostgresServer, type PostgresServerOptions } from './postgres-server.ts';
export { createSelfSignedCertificate, type SelfSignedCertificate } from './self-signed-certificate.ts';
export { TcpProxy, type ProxyFault, type TcpProxyTarget } from './tcp-proxy.ts';
