import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AssignmentDialog } from '@/components/admin/assignment-dialog'
import { PageHeader } from '@/components/shell/page-header'
import { DataTable } from '@/components/ui/data-table/data-table'
import { assignmentList } from '@/lib/admin/assignments'
import { listTools } from '@/lib/desk/list-tools'
import { assignments as assignmentsList } from '@/lib/desk/lists/admin'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('assignments.title') }
}

export default async function Assignments() {
  const [actor, t] = [await currentActor(), await getTranslations('admin')]
  const { markets, candidates } = await orNotFound(assignmentList(actor, {}))
  return (
    <>
      <PageHeader title={t('assignments.title')} meta={<span>{t('assignments.intro')}</span>} />
      <DataTable
        {...(await listTools(actor, assignmentsList, {}))}
        label={t('assignments.title')}
        search={false}
        rows={markets.map(({ names, ...m }) => ({
          id: m.id,
          market: `${m.code} ${m.name}`,
          city: m.city,
          rm: names.rmId,
          evaluator: names.evaluatorId,
          riskMgr: names.riskMgrId,
          postMkt: names.postMktId,
          deputy: names.postMktDeputyId,
          acts: hasRole(actor, 'TENANT_ADMIN') && <AssignmentDialog market={m} candidates={candidates} />,
        }))}
        columns={[
          { key: 'market', header: t('assignments.market'), fixed: true },
          { key: 'city', header: t('assignments.city') },
          { key: 'rm', header: t('duty.rmId') },
          { key: 'evaluator', header: t('duty.evaluatorId') },
          { key: 'riskMgr', header: t('duty.riskMgrId') },
          { key: 'postMkt', header: t('duty.postMktId') },
          { key: 'deputy', header: t('duty.postMktDeputyId') },
          { key: 'acts', header: '', type: 'node' },
        ]}
        empty={{ title: t('assignments.empty') }}
      />
    </>
  )
}
