import { useTranslations } from 'next-intl'
import { FieldDiff } from '@/components/ui/diff'
import { ScrollFrame } from '@/components/ui/scroll-frame'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { CardChange } from '@/lib/scoring/rules/card-diff'

/** What two versions differ in, each change named by what it is about. */
export function CardChangeList({ changes }: { changes: readonly CardChange[] }) {
  const t = useTranslations('scorecards.diff')
  const all = useTranslations('scorecards.diff') as unknown as Translate
  const field = (name: string): string => (all.has(`field.${name}`) ? all(`field.${name}`) : name)
  return (
    <ScrollFrame label={t('label')}>
      <FieldDiff
        className="min-w-[34rem]"
        changes={changes.map((c) => ({
          key: `${c.section}.${c.code}.${c.field}`,
          label: `${c.code ? `${t(`section.${c.section}`)} ${c.code}` : t(`section.${c.section}`)} · ${field(c.field)}`,
          before: c.before,
          after: c.after,
        }))}
      />
    </ScrollFrame>
  )
}
