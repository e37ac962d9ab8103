/**
 * A worker that hands one instruction to the core and is killed at once, before it can write down that it did:
 * `send-child.ts <bank code> <transfer id> <directory>`.
 */
import { directoryChannel } from '@/lib/disbursement/transfers/channel'
import { sendTransfer } from '@/lib/disbursement/transfers/send'
import { systemActor } from '@/lib/platform/actor'
import { findBankByCode } from '@/lib/platform/tenant'

const [code, id, directory] = process.argv.slice(2)
const bank = (await findBankByCode(code!))!
const real = directoryChannel(directory!)
await sendTransfer(systemActor(bank, 'crash-test'), id!, {
  ...real,
  async send(messageId, content) {
    await real.send(messageId, content)
    process.kill(process.pid, 'SIGKILL')
  },
})
process.stdout.write('alive')
