/**
 * ISO 20022 between Fangshi and the bank's core: the credit transfer instruction (pain.001) that goes out. Amounts are
 * fen inside and yuan with two decimals in the message. What comes in is read in `answers.ts`.
 */
import type { PlainDate } from '@/lib/platform/dates'
import { type Fen, sumFen, toYuan } from '@/lib/platform/money'

export type Transfer = {
  /** at most 35 characters; the core must treat a second message with the same id as the same message */
  messageId: string
  createdAt: Date
  executionDate: PlainDate
  debtor: { name: string; account: string }
  payments: readonly {
    /** at most 35 characters, unique: comes back in every answer */
    endToEndId: string
    amountFen: Fen
    creditor: string
    account: string
    agent: string
    remittance: string
  }[]
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'

const carried = (c: number): boolean =>
  (c >= 0x20 && c !== 0xfffe && c !== 0xffff) || c === 0x09 || c === 0x0a || c === 0x0d

/** Characters that XML 1.0 cannot carry at all are left out; the five others are written as entities. */
export function xmlText(text: string): string {
  return [...text.toWellFormed()]
    .filter((c) => carried(c.codePointAt(0)!))
    .join('')
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}

const tag = (name: string, ...children: string[]): string => `<${name}>${children.join('')}</${name}>`
const text = (name: string, value: string, max = 140): string => tag(name, xmlText([...value].slice(0, max).join('')))
const account = (name: string, no: string): string => tag(name, tag('Id', tag('Othr', text('Id', no, 34))))
const agent = (name: string, bank: string): string => tag(name, tag('FinInstnId', text('Nm', bank)))

/** The message: one payment information block, one transaction a payee. Σ of transactions is the control sum. */
export function creditTransfer(t: Transfer): string {
  const total = toYuan(sumFen(t.payments.map((p) => p.amountFen)))
  const count = String(t.payments.length)
  const transactions = t.payments.map((p) =>
    tag(
      'CdtTrfTxInf',
      tag('PmtId', text('InstrId', p.endToEndId, 35), text('EndToEndId', p.endToEndId, 35)),
      tag('Amt', `<InstdAmt Ccy="CNY">${toYuan(p.amountFen)}</InstdAmt>`),
      agent('CdtrAgt', p.agent),
      tag('Cdtr', text('Nm', p.creditor)),
      account('CdtrAcct', p.account),
      tag('RmtInf', text('Ustrd', p.remittance)),
    ),
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<Document xmlns="${NAMESPACE}">`,
    tag(
      'CstmrCdtTrfInitn',
      tag(
        'GrpHdr',
        text('MsgId', t.messageId, 35),
        tag('CreDtTm', t.createdAt.toISOString()),
        tag('NbOfTxs', count),
        tag('CtrlSum', total),
        tag('InitgPty', text('Nm', t.debtor.name)),
      ),
      tag(
        'PmtInf',
        text('PmtInfId', t.messageId, 35),
        tag('PmtMtd', 'TRF'),
        tag('BtchBookg', 'false'),
        tag('NbOfTxs', count),
        tag('CtrlSum', total),
        tag('ReqdExctnDt', tag('Dt', t.executionDate.toString())),
        tag('Dbtr', text('Nm', t.debtor.name)),
        account('DbtrAcct', t.debtor.account),
        agent('DbtrAgt', t.debtor.name),
        ...transactions,
      ),
    ),
    '</Document>\n',
  ].join('')
}
