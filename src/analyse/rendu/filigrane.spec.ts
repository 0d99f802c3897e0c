import { cadreDe, matriceVisuelle } from './filigrane.js';

const cadre = { x: 10, y: 20, largeur: 600, hauteur: 800 };

const appliquer = (matrice: readonly number[], [vx, vy]: readonly [number, number]): [number, number] => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = matrice;
  return [a * vx + c * vy + e, b * vx + d * vy + f];
};

describe('what is shown of a page', () => {
  it.each([
    ['its sheet', { '/MediaBox': [0, 0, 600, 800] }, [0, 0, 600, 800, 0]],
    ['corners in any order', { '/MediaBox': [600, 800, 0, 0], '/Rotate': -90 }, [0, 0, 600, 800, 270]],
    ['its crop', { '/MediaBox': [0, 0, 600, 800], '/CropBox': [10, 20, 110, 220] }, [10, 20, 100, 200, 0]],
    ['no more than its sheet', { '/MediaBox': [0, 0, 600, 800], '/CropBox': [-9e9, 0, 9e9, 900] }, [0, 0, 600, 800, 0]],
    [
      'its sheet, the crop being elsewhere',
      { '/MediaBox': [0, 0, 9, 9], '/CropBox': [20, 20, 30, 30] },
      [0, 0, 9, 9, 0],
    ],
    ['something, without a word', {}, [0, 0, 612, 792, 0]],
    ['something, with nonsense', { '/MediaBox': ['/A', null, 3, 4], '/Rotate': '/B' }, [0, 0, 612, 792, 0]],
  ])('is %s', (_quoi, page, [x, y, largeur, hauteur, rotation]) => {
    expect(cadreDe(page)).toEqual({ x, y, largeur, hauteur, rotation });
  });
});

describe('the watermark of a turned page', () => {
  it.each([
    [0, [10, 20]],
    [90, [610, 20]],
    [180, [610, 820]],
    [270, [10, 820]],
  ])('starts at the corner that is bottom left to the reader (%i°)', (rotation, coin) => {
    expect(appliquer(matriceVisuelle({ ...cadre, rotation }), [0, 0])).toEqual(coin);
  });

  it.each([0, 90, 180, 270])('ends at the opposite corner (%i°)', (rotation) => {
    const [largeur, hauteur] = rotation % 180 ? [800, 600] : [600, 800];
    const [x, y] = appliquer(matriceVisuelle({ ...cadre, rotation }), [largeur, hauteur]);
    const [x0, y0] = appliquer(matriceVisuelle({ ...cadre, rotation }), [0, 0]);
    expect([Math.abs(x - x0), Math.abs(y - y0)]).toEqual([600, 800]);
  });
});
