#!/bin/bash
# Opens exported cameras in COLMAP: analyses them, triangulates COLMAP's own features in them, and adjusts them.
# usage: scripts/colmap-check.sh IMAGES CAMERAS WORK [LONGER_SIDE]
#   IMAGES       the photographs
#   CAMERAS      the model's folder cameras (cameras.txt, images.txt, points3D.txt)
#   WORK         scratch folder, made if missing
#   LONGER_SIDE  size COLMAP's features are taken at, 1000 if not given
# Needs colmap (Debian: apt-get install colmap). Ends with an error as soon as COLMAP does.
set -euo pipefail
[ $# -ge 3 ] || { sed -n 2,8p "$0"; exit 2; }
images=$1 cameras=$2 work=$3 side=${4:-1000}
mkdir -p "$work/triangulated" "$work/adjusted"
rm -f "$work/database.db"

echo "== model_analyzer"
colmap model_analyzer --path "$cameras"

echo "== feature_extractor, exhaustive_matcher"
colmap feature_extractor --database_path "$work/database.db" --image_path "$images" \
  --ImageReader.single_camera 1 --SiftExtraction.use_gpu 0 --SiftExtraction.num_threads 2 \
  --SiftExtraction.max_image_size "$side" --SiftExtraction.max_num_features 2000 > "$work/features.log" 2>&1
colmap exhaustive_matcher --database_path "$work/database.db" \
  --SiftMatching.use_gpu 0 --SiftMatching.num_threads 2 > "$work/matches.log" 2>&1

echo "== point_triangulator"
colmap point_triangulator --database_path "$work/database.db" --image_path "$images" \
  --input_path "$cameras" --output_path "$work/triangulated" --clear_points 1 > "$work/triangulator.log" 2>&1
colmap model_analyzer --path "$work/triangulated"

echo "== bundle_adjuster"
colmap bundle_adjuster --input_path "$cameras" --output_path "$work/adjusted" > "$work/adjuster.log" 2>&1
grep -E "Initial cost|Final cost|Termination|Residuals" "$work/adjuster.log"
colmap model_analyzer --path "$work/adjusted"
