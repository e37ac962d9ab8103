import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AddDay, ClearDay, LoadYear } from '@/components/admin/calendar-acts'
import { ParameterDecision } from '@/components/admin/parameter-decision'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Notice } from '@/components/ui/notice'
import { calendarYear } from '@/lib/admin/calendar'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { calendar as calendarList } from '@/lib/desk/lists/settings'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('calendar.title') }
}

export default async function Calendar({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('admin.calendar'), await searchParams]
  const calendar = await orNotFound(calendarYear(actor, calendarList.input(readList(calendarList, query))))
  const admin = hasRole(actor, 'TENANT_ADMIN')
  const today = calendar.today.toString()
  const said = (p: (typeof calendar.proposed)[number]) => {
    if (p.day) return `${p.of} ${t(p.day.isWorking ? 'working' : 'holiday')} ${p.day.name}`
    return p.of.length === 4 ? t('load', { year: p.of }) : t('clearText', { day: p.of })
  }
  return (
    <>
      <PageHeader
        title={`${t('title')} ${calendar.year}`}
        meta={
          <span>{calendar.knownUntil ? t('knownUntil', { date: calendar.knownUntil.toString() }) : t('unknown')}</span>
        }
        actions={
          <>
            <ButtonLink href={`/admin/calendar?year=${calendar.year - 1}`}>{calendar.year - 1}</ButtonLink>
            <ButtonLink href={`/admin/calendar?year=${calendar.year + 1}`}>{calendar.year + 1}</ButtonLink>
            {admin && calendar.announced && <LoadYear year={calendar.year} />}
            {admin && <AddDay today={today} />}
          </>
        }
      >
        {calendar.warn && <Notice tone="warn">{t('warn')}</Notice>}
        {!calendar.announced && <Notice className="mt-2">{t('notAnnounced', { year: String(calendar.year) })}</Notice>}
      </PageHeader>
      {calendar.proposed.length > 0 && (
        <Card title={t('proposed')} className="mb-4">
          <ul className="divide-y divide-line">
            {calendar.proposed.map((p) => (
              <li key={p.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
                <span>
                  <span className="font-medium">{said(p)}</span> <span className="text-ink-2">{p.reason}</span>
                </span>
                {admin && !p.mine && <ParameterDecision parameterId={p.id} what={said(p)} />}
                {p.mine && <span className="text-sm text-ink-2">{t('mine')}</span>}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <DataTable
        {...(await listTools(actor, calendarList, query))}
        label={t('title')}
        search={false}
        rows={calendar.days.map((d) => ({
          id: d.day.toString(),
          day: d.day.toString(),
          kind: <Badge tone={d.isWorking ? 'warn' : 'ok'}>{t(d.isWorking ? 'working' : 'holiday')}</Badge>,
          name: d.name ?? '',
          source: t(d.own ? 'own' : 'official'),
          acts: admin && !d.past && <ClearDay day={d.day.toString()} />,
        }))}
        columns={[
          { key: 'day', header: t('day'), type: 'date', fixed: true },
          { key: 'kind', header: t('kind'), type: 'node' },
          { key: 'name', header: t('name') },
          { key: 'source', header: t('source') },
          { key: 'acts', header: '', type: 'node' },
        ]}
        empty={{ title: t('empty') }}
      />
    </>
  )
}
