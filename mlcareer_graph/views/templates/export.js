/* Pictures of the drawing as files. */
const SHARPNESS = 2;
const MOST_PIXELS = 64e6;

function download(name, blob) {
  const link = element("a", null, { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function fileName(title, suffix) {
  const words = title.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return `${words.slice(0, 60) || "picture"}.${suffix}`;
}

function saveSvg(title, picture) {
  download(fileName(title, "svg"), new Blob([picture], { type: "image/svg+xml" }));
}

async function savePng(title, picture) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture)}`;
  await image.decode();
  const sharpness = Math.min(SHARPNESS, Math.sqrt(MOST_PIXELS / (image.width * image.height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * sharpness);
  canvas.height = Math.round(image.height * sharpness);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  download(fileName(title, "png"), blob);
}
