'use client'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { Popover } from '../ui/popover'
import { toast } from '../ui/toast'
import type { DeskItem } from './desk-types'

const MISSING = 'E_DOC_MISSING:'

/** What one merchant still has to bring, in words to copy into a message to it. */
export function ChaseMessage({ item }: { item: DeskItem }) {
  const t = useTranslations('intake')
  const wrong = item.issues.filter((i) => i.level === 'error')
  if (wrong.length === 0) return null
  const lines = wrong.map((i) =>
    i.code.startsWith(MISSING)
      ? t('chase.missing', { slot: t(`slots.${i.code.slice(MISSING.length) as 'BUNDLE'}`) })
      : t('chase.fix', { text: i.title }),
  )
  const text = [
    t('chase.head', { name: item.ownerName ?? item.name ?? '' }),
    ...lines.map((line, n) => `${n + 1}. ${line}`),
    t('chase.tail'),
  ].join('\n')
  return (
    <Popover trigger={<Button>{t('desk.chase')}</Button>} title={t('desk.chase')}>
      <p className="max-w-96 whitespace-pre-wrap">{text}</p>
      <div className="mt-3 flex justify-end">
        <Button
          tone="primary"
          onClick={async () => {
            await navigator.clipboard.writeText(text)
            toast.ok(t('desk.copied'))
          }}
        >
          {t('desk.copy')}
        </Button>
      </div>
    </Popover>
  )
}
