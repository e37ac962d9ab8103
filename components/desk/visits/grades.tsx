import { getTranslations } from 'next-intl/server'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Explain } from '@/components/ui/explain'
import { confirmGradeAction, setGradeAction } from '@/lib/desk/visits/actions'
import type { gradeList } from '@/lib/desk/visits/queries'
import { formatList } from '@/lib/platform/i18n/format'

const TONE = { KEY: 'danger', GENERAL: 'neutral', SERVICE: 'ok' } as const

/** How closely each is watched, why, and what a person set instead. */
export async function Grades({
  title,
  grades,
  maySet,
  prefix,
  locale,
}: {
  title: string
  grades: Awaited<ReturnType<typeof gradeList>>
  maySet: boolean
  prefix: string
  locale: string
}) {
  const t = await getTranslations('manager.visits')
  const k = await getTranslations('monitoring')
  return (
    <Card title={title} flush>
      <DataTable
        id={`monitor-grades-${prefix}`}
        label={title}
        search={false}
        keyboard={false}
        prefix={prefix}
        page={{ after: grades.nextCursor, before: null }}
        rows={grades.items.map((g) => ({
          id: g.id,
          name: g.name,
          grade: (
            <span className="flex items-center gap-2">
              <Badge tone={TONE[g.effective]}>{k(`grades.${g.effective}`)}</Badge>
              {g.manual && <Badge tone={g.waits ? 'warn' : 'info'}>{t(g.waits ? 'waits' : 'byHand')}</Badge>}
            </span>
          ),
          computed: <Explain trace={g.trace}>{k(`grades.${g.computed}`)}</Explain>,
          why: g.manualReason ?? formatList(locale, g.reasons.map((r) => t.has(`gradeReason.${r}`) ? t(`gradeReason.${r as 'DPD'}`) : r)), // biome-ignore format: one line
          on: g.gradedOn.toString(),
          act: (
            <span className="flex flex-wrap gap-1">
              {maySet && (
                <ActDialog
                  label={t('setGrade')}
                  tone="quiet"
                  description={t('setGradeHint')}
                  fields={[
                    { name: 'grade', label: t('grade'), kind: 'choice', required: true, value: g.effective, options: (['KEY', 'GENERAL', 'SERVICE'] as const).map((x) => ({ value: x, label: k(`grades.${x}`) })) }, // biome-ignore format: one line
                    { name: 'reason', label: t('reason'), kind: 'area', required: true },
                  ]}
                  fixed={{ objectType: g.objectType, objectId: g.id }}
                  action={setGradeAction}
                />
              )}
              {maySet &&
                g.mayConfirm &&
                ([true, false] as const).map((agree) => (
                  <ActDialog
                    key={String(agree)}
                    label={t(agree ? 'confirm' : 'refuse')}
                    tone={agree ? 'primary' : 'default'}
                    fields={[{ name: 'reason', label: t('reason'), kind: 'area' }]}
                    fixed={{ objectType: g.objectType, objectId: g.id, agree }}
                    action={confirmGradeAction}
                  />
                ))}
            </span>
          ),
        }))}
        columns={[
          { key: 'name', header: t('object'), fixed: true },
          { key: 'grade', header: t('grade'), type: 'node' },
          { key: 'computed', header: t('computed'), type: 'node' },
          { key: 'why', header: t('why'), wrap: true },
          { key: 'on', header: t('gradedOn') },
          { key: 'act', header: '', type: 'node' },
        ]}
        empty={{ title: t('noGrades') }}
      />
    </Card>
  )
}
