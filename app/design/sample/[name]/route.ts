import sharp from 'sharp'
import { liveMode } from '@/lib/platform/mode'

/** A scan and a PDF for the gallery's viewer, drawn on the spot. */
export async function GET(_: Request, { params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  if (liveMode()) return new Response(null, { status: 404 })
  if (name === 'licence.png')
    return new Response(new Uint8Array(await licence()), { headers: { 'content-type': 'image/png' } })
  if (name === 'lease.pdf') return new Response(lease(), { headers: { 'content-type': 'application/pdf' } })
  return new Response(null, { status: 404 })
}

function licence(): Promise<Buffer> {
  const line = (y: number, label: string, value: string) =>
    `<text x="120" y="${y}" font-size="26" fill="#555">${label}</text><text x="340" y="${y}" font-size="26">${value}</text>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="850" font-family="serif">
    <rect width="1200" height="850" fill="#fbf6ea"/><rect x="40" y="40" width="1120" height="770" fill="none" stroke="#9a7b3c" stroke-width="6"/>
    <text x="600" y="170" font-size="64" text-anchor="middle" font-weight="bold">营业执照</text>
    ${line(290, '名称', '宏达五金经营部')}${line(350, '类型', '个体工商户')}${line(410, '经营者', '陈建国')}${line(470, '经营场所', '兴隆五金机电市场东区 3 栋 112 号')}${line(530, '有效期至', '2027 年 03 月 14 日')}
    <circle cx="940" cy="640" r="110" fill="none" stroke="#ab2f2a" stroke-width="5"/><text x="940" y="655" font-size="40" fill="#ab2f2a" text-anchor="middle">样 例</text></svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

/** Two pages in a Chinese font that is not embedded: the viewer must find it through its character maps. */
function lease(): string {
  const page = (lines: string[]) => {
    const text = lines.map((l) => `<${Buffer.from(l, 'utf16le').swap16().toString('hex')}> Tj 0 -34 Td`).join('\n')
    return `BT /F1 20 Tf 70 740 Td\n${text}\nET`
  }
  const pages = [
    page(['摊位租赁合同', '出租方：兴隆五金机电市场管理有限公司', '承租方：宏达五金经营部', '租期：三十六个月']),
    page(['第二页', '租金按季支付，每季度首月五日前付清。', '双方签字盖章后生效。']),
  ]
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
    ...[5, 6].map(
      (c) =>
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 7 0 R >> >> /Contents ${c} 0 R >>`,
    ),
    ...pages.map((p) => `<< /Length ${p.length} >>\nstream\n${p}\nendstream`),
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [8 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 9 0 R >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ]
  let out = '%PDF-1.4\n'
  const offsets = objects.map((o, i) => {
    const at = out.length
    out += `${i + 1} 0 obj\n${o}\nendobj\n`
    return at
  })
  const xref = out.length
  const table = offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')
  return `${out}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`
}
