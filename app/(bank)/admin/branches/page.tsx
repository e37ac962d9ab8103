import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BranchDialog } from '@/components/admin/branch-form'
import { PageHeader } from '@/components/shell/page-header'
import { DataTable } from '@/components/ui/data-table/data-table'
import { branchList } from '@/lib/admin/branches'
import { listTools } from '@/lib/desk/list-tools'
import { branches as branchesList } from '@/lib/desk/lists/admin'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('branches.title') }
}

export default async function Branches() {
  const [actor, t] = [await currentActor(), await getTranslations('admin')]
  const branches = await orNotFound(branchList(actor, {}))
  const parents = branches.map((b) => ({ value: b.id, label: `${b.code} ${b.name}` }))
  const admin = hasRole(actor, 'TENANT_ADMIN')
  return (
    <>
      <PageHeader title={t('branches.title')} actions={admin && <BranchDialog parents={parents} />} />
      <DataTable
        {...(await listTools(actor, branchesList, {}))}
        label={t('branches.title')}
        search={false}
        rows={branches.map((b) => ({
          id: b.id,
          code: b.code,
          name: b.name,
          nameEn: b.nameEn,
          level: t(`branchLevel.${b.level}`),
          parent: b.parent ?? '',
          people: b.people,
          acts: admin && <BranchDialog branch={b} parents={parents} />,
        }))}
        columns={[
          { key: 'code', header: t('branches.code'), fixed: true },
          { key: 'name', header: t('branches.name') },
          { key: 'nameEn', header: t('branches.nameEn') },
          { key: 'level', header: t('branches.level') },
          { key: 'parent', header: t('branches.parent') },
          { key: 'people', header: t('branches.people'), type: 'count' },
          { key: 'acts', header: '', type: 'node' },
        ]}
        empty={{ title: t('branches.empty') }}
      />
    </>
  )
}
