import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AssetActs, CertifyStage, NewAsset } from '@/components/parks/asset-acts'
import { PageHeader } from '@/components/shell/page-header'
import { Badge, StatusBadge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money, Percent } from '@/components/ui/money'
import { State } from '@/components/ui/state'
import { CivilDate } from '@/components/ui/when'
import { parkAssets } from '@/lib/parks/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('parks'))('title') }
}

export default async function Parks({ searchParams }: { searchParams: Promise<{ application?: string }> }) {
  const [actor, t, asked] = [await currentActor(), await getTranslations('parks'), await searchParams]
  const data = await orNotFound(parkAssets(actor, asked.application ? { applicationId: asked.application } : {}))
  const today = data.today.toString()
  const may = {
    record: hasRole(actor, 'RM'),
    value: hasRole(actor, 'RM', 'POST_MKT'),
    register: hasRole(actor, 'RM', 'CONTRACT_OFFICER'),
    custody: hasRole(actor, 'OPS_CHECKER', 'CONTRACT_OFFICER'),
    certify: hasRole(actor, 'POST_MKT'),
  }
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('hint')}</span>}
        actions={
          may.record &&
          data.applicants.length > 0 && (
            <NewAsset
              applicants={data.applicants.map((a) => ({ value: a.id, label: `${a.rowNo}. ${a.name ?? ''}` }))}
            />
          )
        }
      />
      <div className="space-y-4">
        {data.developers.length > 0 && (
          <Card title={t('developers')} description={t('developersHint')} flush>
            <DataTable
              id="park-developers"
              label={t('developers')}
              search={false}
              keyboard={false}
              rows={data.developers.map((d) => ({
                ...d,
                required: (
                  <Explain trace={d.trace}>
                    <Money value={d.requiredFen} />
                  </Explain>
                ),
                standing:
                  d.shortFen > 0n ? (
                    <StatusBadge kind="refused">{t('short')}</StatusBadge>
                  ) : (
                    <StatusBadge kind="good">{t('covered')}</StatusBadge>
                  ),
              }))}
              columns={[
                { key: 'name', header: t('developer'), fixed: true },
                { key: 'cases', header: t('cases'), type: 'count' },
                { key: 'guaranteedFen', header: t('guaranteed'), type: 'money' },
                { key: 'required', header: t('marginRequired'), type: 'node' },
                { key: 'heldFen', header: t('marginHeld'), type: 'money' },
                { key: 'standing', header: t('state'), type: 'node' },
              ]}
            />
          </Card>
        )}
        {data.items.length === 0 && <State kind="empty" title={t('empty')} detail={t('emptyHint')} />}
        {data.items.map((a) => (
          <Card
            key={a.id}
            title={`${t(`types.${a.type}`)} ${a.description}`}
            description={`${a.identityNo} · ${a.batch}`}
            actions={
              <>
                {a.topUpDue && <StatusBadge kind="refused">{t('topUp')}</StatusBadge>}
                {a.revalueDue && <StatusBadge kind="waiting">{t('revalueDue')}</StatusBadge>}
                <Badge>{t(`states.${a.state as 'RECORDED'}`)}</Badge>
              </>
            }
          >
            <Descriptions
              columns={3}
              items={[
                {
                  label: t('borrower'),
                  value: <TextLink href={`/applications/${a.applicationId}`}>{a.borrower}</TextLink>,
                },
                { label: t('price'), value: <Money value={a.priceFen} />, figure: true },
                {
                  label: t('appraised'),
                  value: a.appraisedFen === null ? null : <Money value={a.appraisedFen} />,
                  figure: true,
                },
                {
                  label: t('cap'),
                  value: (
                    <Explain trace={a.capTrace}>
                      <Money value={a.capFen} />
                    </Explain>
                  ),
                  figure: true,
                },
                { label: t('downPayment'), value: <Money value={a.downPaymentFen} />, figure: true },
                { label: t('drawn'), value: <Money value={a.drawnFen} />, figure: true },
                { label: t('ltv'), value: a.ltvPpm === null ? null : <Percent value={a.ltvPpm} />, figure: true },
                { label: t('registrationNo'), value: a.registrationNo },
                { label: t('certificateNo'), value: a.certificateNo },
                {
                  label: t('insuranceNo'),
                  value: a.insuranceNo && (
                    <span>
                      {a.insuranceNo} <CivilDate value={a.insuredUntil} />
                    </span>
                  ),
                },
                { label: t('seller'), value: a.seller },
                {
                  label: t('developer'),
                  value: a.developer && `${a.developer} ${t(a.developerStands ? 'stands' : 'letGo')}`,
                },
              ]}
            />
            {a.stages.length > 0 && (
              <div className="mt-3">
                <DataTable
                  id={`stages-${a.id}`}
                  label={t('stages')}
                  search={false}
                  keyboard={false}
                  prefix={a.id.slice(-4)}
                  rows={a.stages.map((s) => ({
                    id: s.id,
                    no: s.no,
                    name: s.name,
                    amountFen: s.amountFen,
                    plannedOn: s.plannedOn.toString(),
                    certificate: s.certificateNo ?? '',
                    act:
                      s.state === 'CERTIFIED' ? (
                        <StatusBadge kind="good">{t('certified')}</StatusBadge>
                      ) : may.certify ? (
                        <CertifyStage stageId={s.id} today={today} />
                      ) : (
                        <Badge>{t('planned')}</Badge>
                      ),
                  }))}
                  totals={{ amountFen: a.stages.reduce((sum, s) => sum + s.amountFen, 0n) }}
                  columns={[
                    { key: 'no', header: t('no'), type: 'count' },
                    { key: 'name', header: t('stage') },
                    { key: 'amountFen', header: t('amount'), type: 'money' },
                    { key: 'plannedOn', header: t('plannedOn'), type: 'date' },
                    { key: 'certificate', header: t('stageCertificate') },
                    { key: 'act', header: t('state'), type: 'node' },
                  ]}
                />
              </div>
            )}
            <div className="mt-3">
              <AssetActs asset={{ id: a.id, state: a.state, type: a.type }} may={may} today={today} />
            </div>
          </Card>
        ))}
      </div>
    </>
  )
}
