/*
 * The viewer of index.html. What to show, and from where, stands in the attributes of #viewer:
 * data-model (address of a GLB), data-full (a larger one, optional), data-offline (a script that holds
 * the GLB as text, for pages opened from the disk, where browsers allow no other way), data-eye and
 * data-target (x y z in the GLB's scene).
 */
import {
  AmbientLight,
  Color,
  DirectionalLight,
  DoubleSide,
  MeshBasicMaterial,
  MeshLambertMaterial,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

const FIELD_OF_VIEW = 40; // degrees, as in preview.png
const MOST_PIXELS_A_POINT = 2;

const place = document.getElementById('viewer');
const state = document.getElementById('viewer-state');

try {
  start();
} catch (e) {
  tell('This browser cannot show the model in 3D; the pictures below show it.');
}

/** @param {string} text shown over the picture; nothing if empty */
function tell(text) {
  state.textContent = text;
  state.hidden = text === '';
}

function vector(text) {
  return new Vector3(...text.split(' ').map(Number));
}

function start() {
  const renderer = new WebGLRenderer({ antialias: true });
  renderer.setPixelRatio(Math.min(window.devicePixelRatio, MOST_PIXELS_A_POINT));
  const scene = new Scene();
  const light = matchMedia('(prefers-color-scheme: dark)').matches ? 0x23262b : 0xe9ecef;
  scene.background = new Color(light);
  const camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.01, 100);
  scene.add(camera);
  const lamp = new DirectionalLight(0xffffff, 2.4);
  camera.add(lamp);
  scene.add(new AmbientLight(0xffffff, 0.5));
  const controls = new OrbitControls(camera, renderer.domElement);
  controls.enableDamping = true;
  controls.autoRotateSpeed = 1.5;

  let wanted = true;
  controls.addEventListener('change', () => (wanted = true));
  renderer.setAnimationLoop(() => {
    controls.update();
    if (wanted) {
      wanted = false;
      renderer.render(scene, camera);
    }
  });

  function home() {
    const eye = vector(place.dataset.eye);
    const target = vector(place.dataset.target);
    const away = eye.distanceTo(target);
    // What is wide is seen from farther away on a narrow screen.
    const narrow = Math.max(1, 4 / 3 / camera.aspect);
    camera.position.copy(target).addScaledVector(eye.sub(target), narrow);
    controls.target.copy(target);
    camera.near = away / 200;
    camera.far = away * 100;
    camera.updateProjectionMatrix();
    controls.minDistance = away / 20;
    controls.maxDistance = away * 20;
    controls.update();
    wanted = true;
  }

  function fit() {
    const width = place.clientWidth;
    const height = place.clientHeight;
    if (width > 0 && height > 0) {
      renderer.setSize(width, height);
      camera.aspect = width / height;
      camera.updateProjectionMatrix();
      wanted = true;
    }
  }

  let model = null;
  let asShape = false;
  const shape = new MeshLambertMaterial({ color: 0xc8ccd0, side: DoubleSide });

  function dress() {
    model?.traverse((part) => {
      if (part.isMesh) {
        part.userData.colours ??= coloursOf(part.material);
        part.material = asShape ? shape : part.userData.colours;
      }
    });
    wanted = true;
  }

  function show(gltf) {
    if (model !== null) {
      scene.remove(model);
    } else {
      place.append(renderer.domElement);
      document.getElementById('viewer-picture').hidden = true;
      document.getElementById('viewer-buttons').hidden = false;
      new ResizeObserver(fit).observe(place);
      fit();
      home();
    }
    model = gltf.scene;
    scene.add(model);
    dress();
    tell('');
    place.dataset.shown = 'true';
  }

  function load(address, name) {
    tell('Loading ' + name + ' …');
    new GLTFLoader().load(
      address,
      show,
      (e) => e.total > 0 && tell('Loading ' + name + ' … ' + Math.round((100 * e.loaded) / e.total) + ' %'),
      () => tell('The model could not be loaded.')
    );
  }

  function press(id, action) {
    document.getElementById(id)?.addEventListener('click', (e) => {
      action(e.currentTarget);
      wanted = true;
    });
  }

  press('viewer-home', home);
  press('viewer-turn', (button) => {
    controls.autoRotate = !controls.autoRotate;
    button.setAttribute('aria-pressed', String(controls.autoRotate));
  });
  press('viewer-shape', (button) => {
    asShape = !asShape;
    button.setAttribute('aria-pressed', String(asShape));
    dress();
  });
  press('viewer-full', (button) => {
    button.disabled = true;
    load(place.dataset.full, 'every detail');
  });

  if (location.protocol === 'file:') {
    document.getElementById('viewer-full')?.remove(); // cannot be read from the disk
    const script = document.createElement('script');
    script.src = place.dataset.offline;
    script.onload = () =>
      new GLTFLoader().parse(bytes(window.e2e3dModel), '', show, () => tell('The model could not be read.'));
    script.onerror = () => tell('The model could not be read from the disk.');
    document.head.append(script);
  } else {
    load(place.dataset.model, 'the model');
  }
}

/** The colours as photographed: the light is in them already. */
function coloursOf(material) {
  return new MeshBasicMaterial({
    map: material.map,
    vertexColors: material.vertexColors,
    side: DoubleSide
  });
}

function bytes(base64) {
  const text = atob(base64);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    out[i] = text.charCodeAt(i);
  }
  return out.buffer;
}
