package org.e2e3d.engine.dense;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.scene.DepthMap;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.View;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/**
 * Stage 5: straightens the photographs, computes a depth map a view, keeps what other views
 * confirm, and joins it into one cloud.
 */
public final class DenseReconstruction {
  private static final int LEAST_POINTS = 500;

  /** Of depths that were not measured but follow from a wall's outline. */
  private static final float WALL_CONFIDENCE = 0.5f;

  private final DenseOptions options;
  private final StageContext context;

  public DenseReconstruction(DenseOptions options, StageContext context) {
    this.options = options.validate();
    this.context = context;
  }

  /**
   * @param photos where the views' photographs are; {@code photos().get(view.id())} is a view's
   * @return the cloud, and the depth maps on disk
   * @throws ReconstructionException with {@link FailureCode#NO_SURFACE} if hardly any depth is
   *     confirmed by other views
   */
  public DenseModel run(PhotoSet photos, SparseModel model) {
    try {
      DenseFiles.prepare(context.folder());
      return new Run(photos, model).all();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Run {
    private final PhotoSet photos;
    private final SparseModel model;
    private final ImageCache images;
    private List<DenseView> views = List.of();
    private NeighbourSelection selection;
    private int[][] check;
    private boolean[] has;
    private DenseBudget budget;
    private final Queue<ImageEvidence> without = new ConcurrentLinkedQueue<>();
    private final AtomicLong kept = new AtomicLong();

    Run(PhotoSet photos, SparseModel model) throws IOException {
      this.photos = photos;
      this.model = model;
      images = new ImageCache(DenseFiles.work(context.folder()), options.maxImageSize());
    }

    DenseModel all() throws IOException {
      straighten();
      estimateCost();
      selection = new NeighbourSelection(views, model.points());
      check = new int[views.size()][];
      has = new boolean[views.size()];
      estimate();
      filter();
      completeWalls();
      PointCloud cloud = fuse();
      context.figure("dense.points", cloud.size());
      if (cloud.size() < LEAST_POINTS) {
        throw new ReconstructionException(
            FailureCode.NO_SURFACE,
            "only " + cloud.size() + " surface points are confirmed by several photographs",
            "Take more photographs with small steps between them, of a surface with visible detail.",
            List.copyOf(without));
      }
      DenseFiles.writeCloud(context.folder(), cloud);
      DenseFiles.deleteWork(context.folder());
      context.progress(1, "done");
      return DenseFiles.read(context.folder());
    }

    private void straighten() {
      List<View> input = model.views();
      DenseView[] made = new DenseView[input.size()];
      Progress progress = new Progress(0, 0.05, input.size(), "straightening");
      Workers.forEach(
          context.threads(),
          input.size(),
          i -> {
            View v = input.get(i);
            try {
              made[i] = images.add(photos.photos().get(v.id()), model.cameraOf(v), v.pose());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            } catch (ReconstructionException e) {
              skip(v.name(), e.getMessage());
            }
            progress.step(v.name());
          });
      views = Stream.of(made).filter(Objects::nonNull).toList();
    }

    private void estimateCost() {
      long largest = 1;
      long total = 0;
      for (DenseView v : views) {
        long pixels = (long) v.width() * v.height();
        largest = Math.max(largest, pixels);
        total += pixels;
      }
      budget =
          DenseBudget.of(
              options,
              views.size(),
              largest,
              total,
              context.threads(),
              Runtime.getRuntime().maxMemory(),
              SpeedProbe.measure(context.threads()));
      context.figure("dense.estimate", budget.figures());
      context.foretell(budget.cost());
    }

    private void estimate() {
      int coarsest = options.coarsestSize();
      BoundedCache<GreyPyramid> pyramids =
          new BoundedCache<>(
              budget.pyramids(),
              i -> {
                DenseView v = views.get(i);
                int levels = DepthEstimator.levels(v.width(), v.height(), coarsest);
                return GreyPyramid.of(images.grey(v), v.width(), v.height(), levels);
              });
      DepthEstimator estimator = new DepthEstimator(options, pyramids, context.seed());
      SparsePrior[] priors = new SparsePrior[views.size()];
      DepthEstimator.Neighbours[] neighbours = new DepthEstimator.Neighbours[views.size()];
      each(
          new Progress(0.05, 0.35, views.size(), "coarse depth map"),
          (i, view) -> {
            check[i] = selection.neighboursOf(i, options.checkViews());
            neighbours[i] = neighbours(selection.neighboursOf(i, options.neighbours()));
            priors[i] = SparsePrior.of(view, model.points(), selection.pointsOf(i));
            if (neighbours[i].indices().length == 0 || !priors[i].isUsable()) {
              skip(view.name(), "it shares too few points with others");
            } else {
              CoarseView coarse = estimator.coarse(view, i, neighbours[i], priors[i]);
              CoarseFile.write(
                  DenseFiles.coarse(context.folder(), view.id()), coarse.level(), coarse.field());
              has[i] = true;
            }
          });
      confirmCoarse();
      BoundedCache<CoarseView> coarse = new BoundedCache<>(budget.maps(), i -> coarse(i, true));
      each(
          new Progress(0.4, 0.8, views.size(), "depth map"),
          (i, view) -> {
            if (has[i]) {
              CoarseView[] others = new CoarseView[check[i].length];
              for (int n = 0; n < others.length; n++) {
                others[n] = has[check[i][n]] ? coarse.get(check[i][n]) : null;
              }
              DepthMap map = estimator.fine(coarse(i, true), others, i, neighbours[i], priors[i]);
              DepthMapFile.write(DenseFiles.rawMap(context.folder(), view.id()), map);
            }
          });
    }

    private DepthEstimator.Neighbours neighbours(int[] near) {
      DenseView[] others = new DenseView[near.length];
      for (int n = 0; n < near.length; n++) {
        others[n] = views.get(near[n]);
      }
      return new DepthEstimator.Neighbours(others, near);
    }

    private CoarseView coarse(int i, boolean confirmed) throws IOException {
      int id = views.get(i).id();
      return CoarseFile.read(
          views.get(i),
          DenseFiles.coarse(context.folder(), id),
          confirmed ? DenseFiles.confirmed(context.folder(), id) : null);
    }

    private void confirmCoarse() {
      BoundedCache<DepthMap> maps =
          new BoundedCache<>(budget.maps(), i -> coarse(i, false).depths(options.maxCost()));
      GeometricFilter filter =
          new GeometricFilter(options.depthTolerance(), options.pixelTolerance());
      each(
          new Progress(0.35, 0.4, views.size(), "first consistency"),
          (i, view) -> {
            if (has[i]) {
              int[] others = check[i];
              GeometricFilter.Confirmed confirmed =
                  filter.confirm(
                      maps.get(i), others.length, n -> has[others[n]] ? maps.get(others[n]) : null);
              CoarseFile.writeConfirmed(
                  DenseFiles.confirmed(context.folder(), view.id()), confirmed.near());
            }
          });
    }

    private void filter() {
      BoundedCache<DepthMap> maps =
          new BoundedCache<>(
              budget.maps(),
              i -> DepthMapFile.read(DenseFiles.rawMap(context.folder(), views.get(i).id())));
      GeometricFilter filter =
          new GeometricFilter(options.depthTolerance(), options.pixelTolerance());
      boolean[] passed = new boolean[views.size()];
      each(
          new Progress(0.8, 0.88, views.size(), "consistency"),
          (i, view) -> passed[i] = has[i] && filter(i, filter, maps));
      has = passed;
    }

    /** Does something for each view, several at a time. */
    private void each(Progress progress, ViewWork work) {
      Workers.forEach(
          budget.threads(),
          views.size(),
          i -> {
            DenseView view = views.get(i);
            try {
              work.of(i, view);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            progress.step(view.name());
          });
    }

    private boolean filter(int i, GeometricFilter filter, BoundedCache<DepthMap> maps)
        throws IOException {
      DenseView view = views.get(i);
      int[] others = withMaps(check[i]);
      GeometricFilter.Confirmed confirmed =
          filter.confirm(maps.get(i), others.length, n -> maps.get(others[n]));
      DepthCleaning.Cleaned cleaned =
          new DepthCleaning(options, context.seed())
              .clean(maps.get(i), confirmed, others.length, images.grey(view), images.bgr(view));
      double pixels = maps.get(i).depth().length;
      context.figure("dense.completeness." + view.name(), cleaned.size() / pixels);
      if (cleaned.size() < pixels / 1000) {
        skip(view.name(), "other photographs confirm no depth in it");
        return false;
      }
      kept.addAndGet(cleaned.size());
      DepthMapFile.write(DenseFiles.map(context.folder(), view.id()), cleaned.map());
      WallFile.write(DenseFiles.walls(context.folder(), view.id()), cleaned.walls());
      return true;
    }

    /** Gives plain areas the planes that were proposed for them and that other views agree to. */
    private void completeWalls() throws IOException {
      BoundedCache<DepthMap> maps =
          new BoundedCache<>(
              budget.maps(), i -> WallAgreement.completed(map(i), walls(i), WALL_CONFIDENCE));
      WallAgreement agreement = new WallAgreement(options.depthTolerance(), options.minAgreeing());
      AtomicInteger found = new AtomicInteger();
      each(
          new Progress(0.88, 0.9, views.size(), "completing plain areas"),
          (i, view) -> {
            List<BlankWalls.Wall> walls = has[i] ? walls(i) : List.of();
            int[] others = withMaps(check[i]);
            List<BlankWalls.Wall> agreed =
                walls.stream()
                    .filter(
                        w ->
                            agreement.agreed(
                                maps.get(i), w, others.length, n -> maps.get(others[n])))
                    .toList();
            if (!agreed.isEmpty()) {
              found.addAndGet(agreed.size());
              DepthMapFile.write(
                  DenseFiles.completed(context.folder(), view.id()),
                  WallAgreement.completed(map(i), agreed, WALL_CONFIDENCE));
            }
          });
      for (DenseView view : views) {
        Path completed = DenseFiles.completed(context.folder(), view.id());
        if (Files.exists(completed)) {
          Files.move(
              completed,
              DenseFiles.map(context.folder(), view.id()),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
      context.figure("dense.plainAreasCompleted", found.get());
    }

    private DepthMap map(int i) throws IOException {
      return DepthMapFile.read(DenseFiles.map(context.folder(), views.get(i).id()));
    }

    private List<BlankWalls.Wall> walls(int i) throws IOException {
      return WallFile.read(DenseFiles.walls(context.folder(), views.get(i).id()));
    }

    private PointCloud fuse() throws IOException {
      BoundedCache<DepthMap> maps = new BoundedCache<>(budget.maps(), this::map);
      DepthFusion fusion = new DepthFusion(views.size(), options.depthTolerance(), stride());
      Progress progress = new Progress(0.9, 1, views.size(), "fusion");
      for (int i = 0; i < views.size(); i++) {
        if (has[i]) {
          fusion.add(i, maps.get(i), images.bgr(views.get(i)), withMaps(check[i]), maps::get);
        }
        progress.step(views.get(i).name());
      }
      return fusion.cloud().build();
    }

    private void skip(String name, String why) {
      ImageEvidence e = new ImageEvidence(name, "NO_DEPTH", why);
      without.add(e);
      context.warn(e);
    }

    /** At least two pixels that agree make a point, so half the depths bound the points. */
    private int stride() {
      return (int) Math.max(1, Math.ceil(Math.sqrt(kept.get() / 2.0 / options.maxPoints())));
    }

    private int[] withMaps(int[] indices) {
      int[] kept = new int[indices.length];
      int n = 0;
      for (int i : indices) {
        if (has[i]) {
          kept[n++] = i;
        }
      }
      return Arrays.copyOf(kept, n);
    }
  }

  /** Something done for one view. */
  private interface ViewWork {
    void of(int index, DenseView view) throws IOException;
  }

  /** A stretch of the stage's progress, in equal steps reported in order whoever makes them. */
  private final class Progress {
    private final double from;
    private final double to;
    private final int steps;
    private final String what;
    private final AtomicInteger done = new AtomicInteger();

    Progress(double from, double to, int steps, String what) {
      this.from = from;
      this.to = to;
      this.steps = steps;
      this.what = what;
    }

    synchronized void step(String name) {
      double f = from + (to - from) * done.incrementAndGet() / steps;
      context.progress(f, what + " " + name);
    }
  }
}
