import { describe, expect, it } from 'vitest'
import { parseText } from '@/lib/intake/read-text'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { readCheckFile } from '@/lib/scoring/rules/check-file'

const items = [
  { id: 'a', rowNo: '1', uscc: '91330100MA1XXXXX1A', ownerIdNo: '110105194912310021' },
  { id: 'b', rowNo: '2', uscc: '91330100MA1XXXXX2B', ownerIdNo: '11010519491231002X' },
  { id: 'c', rowNo: '3', uscc: null, ownerIdNo: '11010519491231002X' },
]
const read = (text: string) => readCheckFile(parseText(text).rows, items, CSC_DEFAULT)

describe('a file of answers', () => {
  it('is read in either language, with the indicators and vetoes it settles', () => {
    const zh = read(
      '序号,类别,结果,来源,查询时间,CC1,CC2,说明,否决项\n1,征信,正常,报告 8841,2026/11/20 9:05,CLEAN,2,,\n\n2,执行,命中,执行信息公开网,2026-11-20,,,终本案件,CV3',
    )
    expect(zh).toEqual({
      ok: true,
      lines: [
        {
          applicationId: 'a',
          kind: 'CREDIT_BUREAU',
          state: 'CLEAR',
          source: '报告 8841',
          checkedAt: '2026-11-20T09:05:00+08:00',
          values: { CC1: 'CLEAN', CC2: '2' },
          vetoes: [],
        },
        {
          applicationId: 'b',
          kind: 'ENFORCEMENT',
          state: 'HIT',
          source: '执行信息公开网',
          checkedAt: '2026-11-20T00:00:00+08:00',
          values: {},
          vetoes: ['CV3'],
          summary: '终本案件',
        },
      ],
    })
    const en = read(
      'uscc,kind,state,source,checked_at,cb4\n91330100ma1xxxxx1a,tax,clear,bureau,2026-11-20T01:00:00Z,A_OR_TAX_GE5W',
    )
    expect(en).toMatchObject({ ok: true, lines: [{ applicationId: 'a', values: { CB4: 'A_OR_TAX_GE5W' } }] })
  })
  it('tells every wrong line, and takes nothing of a merchant that it cannot tell from another', () => {
    const wrong = read(
      'uscc,id_no,row,kind,state,source,time,CC2,vetoes\n' +
        ',11010519491231002X,,征信,正常,x,,,\n' + // two merchants have this owner
        ',,9,征信,正常,x,,,\n' +
        ',,1,体检,正常,x,,,\n' +
        ',,1,征信,可能,x,,,\n' +
        ',,1,征信,正常,,,,\n' +
        ',,1,征信,正常,x,昨天,,\n' +
        ',,1,征信,正常,x,,-3,\n' +
        ',,1,征信,正常,x,,,CV99',
    )
    expect(!wrong.ok && wrong.problems.map((p) => [p.path, p.code])).toEqual([
      ['lines.2.row', 'E_CHECK_MERCHANT'],
      ['lines.3.row', 'E_CHECK_MERCHANT'],
      ['lines.4.kind', 'E_CHECK_KIND'],
      ['lines.5.state', 'E_CHECK_STATE'],
      ['lines.6.source', 'E_REQUIRED'],
      ['lines.7.checkedAt', 'E_DATE'],
      ['lines.8.CC2', expect.any(String)],
      ['lines.9.vetoes', 'E_VETO_UNKNOWN'],
    ])
  })
  it('says which columns it lacks, and that it is empty', () => {
    expect(read('商户,结果\n甲,正常')).toMatchObject({
      ok: false,
      problems: [{ code: 'E_CHECK_COLUMNS', params: { columns: ['序号', '类别', '来源'] } }],
    })
    expect(read('row,kind,state,source\n,,,')).toMatchObject({ ok: false, problems: [{ code: 'E_CHECK_EMPTY' }] })
  })
})
