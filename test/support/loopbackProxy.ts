import { createServer, request as sendRequest } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A proxy on 127.0.0.1 that passes on what it is asked, and says what that was. */
export interface LoopbackProxy {
  readonly url: string;
  readonly port: number;
  /** Hosts with ports to which tunnels were asked for. */
  readonly tunnels: readonly string[];
  /** Whole addresses that were asked for without a tunnel. */
  readonly requests: readonly string[];
  /** What was shown as Proxy-Authorization. */
  readonly shown: readonly string[];
  close(): Promise<void>;
}

/** Starts a proxy; `refusal` is the status with which it refuses everything. */
export async function startLoopbackProxy(
  options: { readonly refusal?: number } = {},
): Promise<LoopbackProxy> {
  const { refusal = null } = options;
  const tunnels: string[] = [];
  const requests: string[] = [];
  const shown: string[] = [];
  const sockets = new Set<Socket>();
  const note = (authorization: string | undefined) => {
    if (authorization !== undefined) shown.push(authorization);
  };
  const server = createServer((request, response) => {
    note(request.headers['proxy-authorization']);
    requests.push(request.url ?? '');
    if (refusal !== null) {
      response.writeHead(refusal).end('<html>The proxy says no</html>');
      return;
    }
    const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = request.headers;
    const passed = sendRequest(request.url ?? '', { headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    passed.end();
  });
  server.on('connect', (request, socket: Socket) => {
    note(request.headers['proxy-authorization']);
    tunnels.push(request.url ?? '');
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal} No\r\nContent-Length: 2\r\n\r\nno`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    sockets.add(onward);
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    tunnels,
    requests,
    shown,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
