import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * A certificate authority of these tests and a certificate for localhost and 127.0.0.1, valid until
 * 2126. The authority's own key was thrown away. Made with OpenSSL 3:
 *
 *   openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key \
 *     -out ca.pem -days 36500 -subj "/CN=Hopsight test CA" \
 *     -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign"
 *   openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key \
 *     -out server.csr -subj "/CN=localhost"
 *   openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem \
 *     -days 36500 -extfile <(printf "subjectAltName=DNS:localhost,IP:127.0.0.1")
 */

/** The file with the certificate of the authority. */
export const TEST_CA_FILE = fileURLToPath(new URL('./tls/ca.pem', import.meta.url));

/** The file with the certificate of an authority that signed nothing here; made like the first one. */
export const OTHER_CA_FILE = fileURLToPath(new URL('./tls/other.pem', import.meta.url));

const read = (name: string) => readFileSync(new URL(`./tls/${name}`, import.meta.url), 'utf8');

/** Key and certificate of a server at localhost and 127.0.0.1. */
export const TEST_TLS = { key: read('server.key'), cert: read('server.pem') } as const;
