import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { ParameterForm } from '@/components/admin/parameter-form'
import { ParameterVersions } from '@/components/admin/parameter-versions'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { CALENDAR_PREFIX } from '@/lib/admin/calendar-values'
import { parameterHistory } from '@/lib/admin/parameter-changes'
import { choiceOf } from '@/lib/admin/parameter-choices'
import { choiceText, choiceWord, parameterName, parameterUnit } from '@/lib/admin/parameter-name'
import { LPR_KEY } from '@/lib/admin/parameters'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { TEXTS_PREFIX } from '@/lib/platform/i18n/bank-texts'
import type { Translate } from '@/lib/platform/i18n/translator'
import { toPercent } from '@/lib/platform/money'
import type { Json } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('parameters.title') }
}

type LprRow = { publishedOn: string; oneYear: string; fiveYear: string }

const lprText = (rows: LprRow[]) => rows.map((r) => `${r.publishedOn} ${r.oneYear} ${r.fiveYear}`).join('\n')
const STANDARD_LPR: LprRow[] = PLAN_DEFAULTS.lpr.map((r) => ({
  publishedOn: r.publishedOn.toString(),
  oneYear: toPercent(r.oneYearPpm),
  fiveYear: toPercent(r.fiveYearPpm),
}))

export default async function Parameter({ params }: { params: Promise<{ key: string }> }) {
  const [actor, t, all, { key: encoded }] = [
    await currentActor(),
    await getTranslations('admin'),
    (await getTranslations()) as unknown as Translate,
    await params,
  ]
  const asked = decodeURIComponent(encoded)
  // decided like a parameter, each on a page of its own
  if (asked.startsWith(TEXTS_PREFIX)) redirect(`/admin/texts/${asked.slice(TEXTS_PREFIX.length)}`)
  if (asked.startsWith(CALENDAR_PREFIX))
    redirect(`/admin/calendar?year=${asked.slice(CALENDAR_PREFIX.length).slice(0, 4)}`)
  const [locale, history] = [await getLocale(), await orNotFound(parameterHistory(actor, { key: asked }))]
  const { key, parameter, versions } = history
  const table = key === LPR_KEY
  const name = parameterName(all, key)
  const unitName = parameterUnit(key)
  const choice = choiceOf(key)
  const unit = unitName ? t(`parameters.unit.${unitName}`) : null
  const figure = (value: Json) => {
    if (value === null) return t('parameters.backToStandard')
    if (value === 'true' || value === 'false') return t(value === 'true' ? 'common.yes' : 'common.no')
    if (Array.isArray(value)) return lprText(value as unknown as LprRow[])
    if (choice) return choiceText(all, locale, String(value))
    return `${String(value)} ${unit ?? ''}`.trim()
  }
  const inForce = versions.find((v) => v.state === 'ACTIVE')?.value
  const lprNow = table && Array.isArray(inForce) ? (inForce as unknown as LprRow[]) : STANDARD_LPR
  const admin = hasRole(actor, 'TENANT_ADMIN')
  return (
    <>
      <PageHeader
        title={name}
        breadcrumb={[{ label: t('parameters.title'), href: '/admin/parameters' }, { label: name }]}
        meta={<code className="font-mono">{key}</code>}
      />
      <div className="grid gap-4">
        {parameter && (
          <Descriptions
            items={[
              { label: t('parameters.value'), value: parameter.value && figure(parameter.value) },
              { label: t('parameters.standard'), value: parameter.standard && figure(parameter.standard) },
              {
                label: t('parameters.range'),
                value: parameter.range && `${parameter.range.min} – ${parameter.range.max} ${unit ?? ''}`,
              },
            ]}
          />
        )}
        <ParameterVersions name={name} versions={versions} figure={figure} admin={admin} />
        {admin && (
          <Card title={t('parameters.propose')} description={t('parameters.intro')}>
            <ParameterForm
              parameterKey={key}
              value={table ? lprText(lprNow) : (parameter?.value ?? '')}
              unit={unit}
              today={history.today.toString()}
              table={table}
              choice={
                choice && {
                  list: choice.list,
                  options: choice.options.map((word) => ({
                    value: word,
                    label: choiceWord(all, word),
                    disabled: choice.always?.includes(word),
                  })),
                }
              }
            />
          </Card>
        )}
      </div>
    </>
  )
}
