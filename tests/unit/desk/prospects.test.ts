/** A market's survey as a file (§9 row 11). */
import { expect, test } from 'vitest'
import { MOST_PROSPECTS, readProspects } from '@/lib/desk/prospects/survey-file'
import { nameKey } from '@/lib/desk/rules/prospects'

test('headings in Chinese or English, in any order; a name twice counts once; an empty line is no line', () => {
  const { lines, fault } = readProspects(
    '联系电话,名称（必填）,潜在需求\n138,周记布行,换季备货\n\n139,周记 布行,又一行\n,老陈辅料,\n',
  )
  expect(fault).toBeNull()
  expect(lines).toEqual([
    { name: '周记布行', address: '', contact: '138', mainPerson: '', existing: '', need: '换季备货' },
    { name: '老陈辅料', address: '', contact: '', mainPerson: '', existing: '', need: '' },
  ])
  expect(readProspects('Name,Need\nA shop,stock\n').lines[0]).toMatchObject({ name: 'A shop', need: 'stock' })
  expect(nameKey('ＡＢ 布行')).toBe('ab布行')
})

test('the first fault is told by its line: no name, no heading of a name, a novel in a cell, too many, nothing', () => {
  const fault = (text: string) => readProspects(text).fault
  expect(fault('名称,地址\n甲,1\n,2\n')).toEqual({ line: 3, field: 'name' })
  expect(fault('地址\n1\n')).toEqual({ line: 1, field: 'headings' })
  expect(fault(`名称,需求\n甲,${'长'.repeat(501)}\n`)).toEqual({ line: 2, field: 'length' })
  expect(fault(`名称\n${Array.from({ length: MOST_PROSPECTS + 1 }, (_, i) => `商户${i}`).join('\n')}\n`)).toEqual({ line: 0, field: 'format' }) // biome-ignore format: one line
  expect(fault('名称\n')).toEqual({ line: 0, field: 'format' })
  expect(fault('"名称\n')).toEqual({ line: 0, field: 'format' })
})
