'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Instant } from '@/components/ui/when'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { KeptRequest } from './kept-request'

/** What is on the phone and not at the bank: waiting for a line, or refused and waiting for its person. */
export function Waiting({
  waiting,
  onAgain,
  onDiscard,
}: {
  waiting: KeptRequest[]
  onAgain: (request: KeptRequest) => void
  onDiscard: (id: string) => void
}) {
  const t = useTranslations('manager.field')
  const all = useTranslations() as unknown as Translate
  if (waiting.length === 0) return null
  return (
    <div className="space-y-2">
      {waiting.map((r) => {
        const text = r.refused && errorText(all, r.refused)
        return (
          <Notice
            key={r.id}
            live
            tone={text ? 'danger' : 'warn'}
            title={text ? text.title : t('waiting', { act: t(`act.${r.act.replace('.', '_') as 'visit_complete'}`) })}
            action={
              text && (
                <>
                  <Button size="sm" onClick={() => onDiscard(r.id)}>
                    {t('discard')}
                  </Button>
                  <Button size="sm" onClick={() => onAgain(r)}>
                    {t('again')}
                  </Button>
                </>
              )
            }
          >
            <Instant value={r.madeAt} /> {text?.detail}
          </Notice>
        )
      })}
    </div>
  )
}
