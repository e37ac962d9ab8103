/** A cell of a section's table as people read it: codes by their names, money with separators. For screen and document alike. */
import type { Translate } from '@/lib/platform/i18n/translator'
import { formatYuan, parseYuan } from '@/lib/platform/money'
import type { SectionTable } from './basis'

type Type = SectionTable['columns'][number]['type']
const NAMED = ['totals', 'limit', 'concentration', 'income', 'people']

export function tableText(t: Translate, key: string, type: Type, cell: string): string {
  if (type === 'money') return formatYuan(parseYuan(cell) ?? 0n)
  if (type === 'percent') return `${cell}%`
  if (type === 'count') return cell
  const named = (name: string) => (t.has(`plans.${name}`) ? t(`plans.${name}`) : null)
  if (key === 'methods') return named(`method.${cell}`) ?? cell
  if (key === 'tenors') return t('plans.page.months', { count: Number(cell) })
  if (key === 'rates') return `${cell}%`
  if (key === 'caps') return `${cell} ${named(`trace.${cell}`) ?? ''}`.trim()
  if (NAMED.includes(key)) return named(`titem.${cell}`) ?? named(`trace.${cell}`) ?? cell
  return cell
}
