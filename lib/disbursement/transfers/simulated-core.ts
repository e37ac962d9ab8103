/**
 * A core that lives with us: takes a credit transfer instruction and answers with a status report, as a bank's core
 * would. It refuses what does not add up and accounts that are closed (they begin with 0000), settles the rest at once.
 */
import { parseYuan, sumFen } from '@/lib/platform/money'
import { xmlText } from './messages'
import { all, first, missing, readXml, word } from './xml'

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.10'
const CLOSED = /^0000/

type Read = {
  messageId: string
  sum: bigint
  control: bigint
  day: string
  payments: { id: string; amount: bigint; account: string }[]
}

function readInstruction(xml: string): Read {
  const read = readXml(xml, (root): Read => {
    const order = first(root, 'CstmrCdtTrfInitn')
    const header = first(order, 'GrpHdr')
    const block = first(order, 'PmtInf')
    const payments = all(block, 'CdtTrfTxInf').map((tx) => ({
      id: word(first(tx, 'PmtId'), 'EndToEndId') ?? missing('EndToEndId'),
      amount: parseYuan(word(first(tx, 'Amt'), 'InstdAmt') ?? '') ?? missing('InstdAmt'),
      account: word(first(first(first(tx, 'CdtrAcct'), 'Id'), 'Othr'), 'Id') ?? missing('CdtrAcct'),
    }))
    return {
      messageId: word(header, 'MsgId') ?? missing('MsgId'),
      control: parseYuan(word(header, 'CtrlSum') ?? '') ?? missing('CtrlSum'),
      day: word(first(block, 'ReqdExctnDt'), 'Dt') ?? missing('ReqdExctnDt'),
      sum: sumFen(payments.map((p) => p.amount)),
      payments,
    }
  })
  if (!read.ok) throw new Error(`the core cannot read the instruction: ${read.problem}`)
  return read.value
}

const line = (name: string, value: string): string => `<${name}>${xmlText(value)}</${name}>`
const reason = (code: string): string => `<StsRsnInf><Rsn>${line('Cd', code)}</Rsn></StsRsnInf>`

/** The status report on one instruction. The same instruction always gets the same answer. */
export function simulatedCore(instruction: string): string {
  const r = readInstruction(instruction)
  const wrong = r.sum !== r.control || r.payments.length === 0
  const answers = r.payments.map((p) => ({ ...p, closed: wrong ? false : CLOSED.test(p.account) }))
  const refused = wrong || answers.every((a) => a.closed)
  const status = refused ? 'RJCT' : answers.some((a) => a.closed) ? 'PART' : 'ACSC'
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<Document xmlns="${NAMESPACE}"><CstmrPmtStsRpt>`,
    `<OrgnlGrpInfAndSts>${line('OrgnlMsgId', r.messageId)}${line('OrgnlMsgNmId', 'pain.001.001.09')}${line('GrpSts', status)}`,
    wrong ? reason('AM10') : '',
    '</OrgnlGrpInfAndSts>',
    `<OrgnlPmtInfAndSts>${line('OrgnlPmtInfId', r.messageId)}`,
    ...answers.map(
      (a) =>
        `<TxInfAndSts>${line('OrgnlEndToEndId', a.id)}${line('TxSts', refused || a.closed ? 'RJCT' : 'ACSC')}` +
        (a.closed ? reason('AC04') : '') +
        (refused || a.closed
          ? ''
          : `${line('AcctSvcrRef', `C${r.messageId}`)}<FctvIntrBkSttlmDt>${line('Dt', r.day)}</FctvIntrBkSttlmDt>`) +
        '</TxInfAndSts>',
    ),
    '</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n',
  ].join('')
}
