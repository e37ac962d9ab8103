/** Run by postgres.test.ts in a process of its own, to be killed: starts a server, prints its address, stays. */
import { startServer } from '../../../scripts/boot/postgres'

const [dir = ''] = process.argv.slice(2)
const server = await startServer({ dir: `${dir}/pg`, password: 'for-a-test', logFile: `${dir}/log` })
console.log(server.url)
setInterval(() => undefined, 1000)
