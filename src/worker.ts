import { parentPort, workerData } from 'node:worker_threads';
import { openTasks } from './app/service/workerTasks.js';

// Started by its address as a thread of the service.
if (parentPort !== null) {
  const port = parentPort;
  // Whoever asks waits for the first word, and the port keeps what comes until somebody listens.
  const perform = openTasks(workerData, {
    post: (reply) => port.postMessage(reply),
    close: () => port.close(),
  });
  if (perform !== null) port.on('message', perform);
}
