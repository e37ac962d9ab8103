import { useTranslations } from 'next-intl'
import type { Missing } from '@/lib/batches/next-acts'
import { TextLink } from '../ui/button'
import { ItemState } from './batch-state'

export type OpenMerchant = { id: string; row: string; name: string; state: string; href: string }

/** What still stands in the way of an act: in words, and each merchant as a link to where it is mended. */
export function MissingList({ missing, open }: { missing: Missing; open: readonly OpenMerchant[] }) {
  const t = useTranslations('batches.ask')
  const named = missing.code === 'UNREADY' || missing.code === 'UNCHECKED' ? open : []
  return (
    <div className="space-y-2">
      <p>{t(`missing.${missing.code}`, { count: missing.count })}</p>
      {named.length > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line">
          {named.map((m) => (
            <li key={m.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
              <span className="figure min-w-6 text-ink-3">{m.row}</span>
              <TextLink href={m.href} className="min-w-0 flex-1">
                {m.name}
              </TextLink>
              <ItemState state={m.state} />
            </li>
          ))}
        </ul>
      )}
      {missing.count > named.length && named.length > 0 && (
        <p className="text-sm text-ink-2">{t('andMore', { count: missing.count - named.length })}</p>
      )}
    </div>
  )
}
