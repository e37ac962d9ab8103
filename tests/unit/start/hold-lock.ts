/** Run by lock.test.ts in a process of its own, to be killed. */
import { takeLock } from '../../../scripts/boot/lock'

console.log(takeLock(process.argv[2] ?? '') ? 'held' : 'busy')
setInterval(() => undefined, 1000)
