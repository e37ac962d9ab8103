/** The words of every refusal, for a bank that says them otherwise. */
import { errorTextList } from '@/lib/admin/error-texts'
import type { ListParams } from '@/lib/platform/list-params'
import { atOnce, defineList, type Say } from '../list'

type Texts = Awaited<ReturnType<typeof errorTextList>>

/** Found by code and by the words in the reader's language. */
function textRows(list: Texts, asked: ListParams, say: Say) {
  const wanted = asked.q.toLowerCase()
  return list.items
    .map((item) => {
      const said = item.texts.find((r) => r.locale === say.locale) ?? item.texts[0]!
      return {
        code: item.code,
        title: said.title,
        detail: said.detail,
        changed: item.changed,
        next: item.next
          ? say.t(`admin.texts.${item.next.state === 'PENDING' ? 'pending' : 'from'}`, {
              date: item.next.effectiveFrom.toString(),
            })
          : '',
      }
    })
    .filter(
      (r) =>
        (!asked.filters.changed || r.changed || r.next !== '') &&
        [r.code, r.title, r.detail].some((text) => text.toLowerCase().includes(wanted)),
    )
}

export const errorTexts = defineList({
  name: 'error-texts',
  title: 'admin.texts.title',
  query: errorTextList,
  address: { sort: [], defaultSort: '', filters: ['changed'] },
  input: () => ({}),
  turn: atOnce,
  rows: textRows,
  filters: { changed: { label: 'admin.parameters.changedOnly', flag: true } },
  columns: [
    { header: 'admin.texts.code', width: 32, value: (r) => r.code },
    { header: 'admin.texts.titleColumn', width: 32, value: (r) => r.title },
    { header: 'admin.texts.detail', width: 80, value: (r) => r.detail },
    { header: 'admin.texts.own', value: (r, say) => (r.changed ? say.t('admin.common.yes') : '') },
    { header: 'admin.parameters.next', width: 28, value: (r) => r.next },
  ],
})
