import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { NONE, type Question } from '@/lib/monitoring/rules/templates'

/** What was answered, question by question. */
export function TemplateAnswers({
  template,
  answers,
}: {
  template: readonly Question[]
  answers: Readonly<Record<string, string>>
}) {
  const t = useTranslations('monitoring')
  const given = template.filter((q) => answers[q.key])
  if (given.length === 0) return null
  const text = (q: Question): string => {
    const value = answers[q.key] ?? ''
    if (value === NONE) return t('template.none')
    if (q.type === 'EVENT') return t.has(`events.${value as 'DEATH'}`) ? t(`events.${value as 'DEATH'}`) : value
    if (q.type === 'YES_NO') return t(`template.${value as 'yes'}`)
    return value
  }
  return (
    <Card title={t('template.title')} className="mb-4">
      <Descriptions
        columns={2}
        items={given.map((q) => ({ label: t(`template.question.${q.key as 'occupancy'}`), value: text(q) }))}
      />
    </Card>
  )
}
