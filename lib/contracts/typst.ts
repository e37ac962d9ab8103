/** Merges a typst template with data into a PDF. One compiler a process; data goes in as JSON only, never into the source. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { installationRoot } from '@/lib/platform/root'

const FONTS = [
  'noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  'noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
]

let compiler: NodeCompiler | undefined

function typst(): NodeCompiler {
  compiler ??= NodeCompiler.create({
    workspace: join(installationRoot(), 'templates'),
    fontArgs: [
      { fontBlobs: FONTS.map((f) => readFileSync(join(installationRoot(), 'node_modules', '@expo-google-fonts', f))) },
    ],
  })
  return compiler
}

/** `template`: path under templates/, e.g. "contracts/LOAN_CONTRACT.typ". Throws when the template or data do not fit. */
export function renderPdf(template: string, data: object): Uint8Array {
  const pdf = typst().pdf({
    mainFilePath: join(installationRoot(), 'templates', template),
    inputs: { data: JSON.stringify(data) },
  })
  typst().evictCache(10)
  return pdf
}
