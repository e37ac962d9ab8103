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

/** Compiled documents that are kept for the next merge with the same words. */
const KEPT = 10

/**
 * Merges a template with data. `template`: path under templates/, e.g. "contracts/LOAN_CONTRACT.typ". `told` is what the
 * template says about the document under a label (`#metadata(…) <label>`). Throws when the template or data do not fit.
 */
export function mergeTemplate(template: string, data: object): { pdf: Uint8Array; told(label: string): unknown[] } {
  const compiled = typst().compile({
    mainFilePath: join(installationRoot(), 'templates', template),
    inputs: { data: JSON.stringify(data) },
  })
  const document = compiled.result
  if (!document)
    throw new Error(
      `${template}: ${compiled
        .takeDiagnostics()
        ?.shortDiagnostics.map((d) => JSON.stringify(d))
        .join('; ')}`,
    )
  const pdf = typst().pdf(document)
  const told = new Map<string, unknown[]>()
  for (const label of ['<clause>', '<blank>'])
    told.set(
      label,
      (typst().query(document, { selector: label }) as { value: unknown }[]).map((m) => m.value),
    )
  typst().evictCache(KEPT)
  return { pdf, told: (label) => told.get(label) ?? [] }
}

/** The document alone, for templates that say nothing about themselves. */
export function renderPdf(template: string, data: object): Uint8Array {
  const pdf = typst().pdf({
    mainFilePath: join(installationRoot(), 'templates', template),
    inputs: { data: JSON.stringify(data) },
  })
  typst().evictCache(KEPT)
  return pdf
}
