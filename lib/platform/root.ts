/**
 * The folder of the installation: templates, migrations, the parser's own process. The built server runs from a folder
 * of its own, so the starter names the root; everything else runs in it.
 */
export function installationRoot(): string {
  return process.env.FANGSHI_ROOT ?? process.cwd()
}
