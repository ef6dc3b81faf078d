package dev.agentservice.knowledge.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.agentservice.knowledge.manifest.document.StoredPassage;

import org.springframework.stereotype.Component;

/**
 * Joins passages that follow each other in their document, so that a model reads them as
 * they were written, with one heading and one label. Each piece is judged as it is shown:
 * what would be found in one, or between two, keeps all of them apart. A passage that was
 * released from quarantine is joined with none.
 */
@Component
public class Neighbours {

	private final PassageJudge judge;

	Neighbours(PassageJudge judge) {
		this.judge = judge;
	}

	/**
	 * The same passages in as few pieces as possible, each where its best passage was.
	 * @param ranked what may be shown, the best first
	 */
	public List<Hit> joined(List<Hit> ranked) {
		List<List<Hit>> pieces = pieces(ranked);
		if (pieces.size() == ranked.size()) {
			return ranked;
		}
		List<Hit> joined = pieces.stream().map((piece) -> joined(ranked, piece)).toList();
		return mayBeShown(pieces, joined) ? joined : ranked;
	}

	private static List<List<Hit>> pieces(List<Hit> ranked) {
		Map<Document, List<Hit>> documents = new LinkedHashMap<>();
		ranked.forEach((hit) -> documents.computeIfAbsent(Document.of(hit), (_) -> new ArrayList<>()).add(hit));
		List<List<Hit>> pieces = new ArrayList<>();
		for (List<Hit> hits : documents.values()) {
			hits.sort(Comparator.comparingInt(Hit::n));
			List<Hit> piece = new ArrayList<>();
			for (Hit hit : hits) {
				if (piece.isEmpty() || !mayJoin(piece.getLast(), hit)) {
					piece = new ArrayList<>();
					pieces.add(piece);
				}
				piece.add(hit);
			}
		}
		pieces.sort(Comparator.comparingInt((piece) -> piece.stream().mapToInt(ranked::indexOf).min().orElseThrow()));
		return pieces;
	}

	private static boolean mayJoin(Hit before, Hit hit) {
		return hit.n() == before.n() + 1 && !PassageJudge.isReleased(before) && !PassageJudge.isReleased(hit);
	}

	private boolean mayBeShown(List<List<Hit>> pieces, List<Hit> joined) {
		for (int i = 0; i < joined.size(); i++) {
			if ((pieces.get(i).size() > 1 && !this.judge.isHarmless(joined.get(i)))
					|| (i > 0 && !this.judge.mayFollow(joined.get(i - 1), joined.get(i)))) {
				return false;
			}
		}
		return true;
	}

	/** It is cited by its first passage. */
	private static Hit joined(List<Hit> ranked, List<Hit> piece) {
		if (piece.size() == 1) {
			return piece.getFirst();
		}
		Hit first = piece.getFirst();
		Hit best = piece.stream().min(Comparator.comparingInt(ranked::indexOf)).orElseThrow();
		StoredPassage passage = first.passage();
		String text = piece.stream().map((hit) -> hit.passage().text()).collect(Collectors.joining());
		return new Hit(
				first.collection(), first.own(), first.entry(), first.n(), new StoredPassage(text, passage.heading(),
						passage.start(), piece.getLast().passage().end(), passage.sha256(), passage.findings()),
				best.score(), best.textScore(), best.vectorScore());
	}

	/** What passages follow each other in. */
	private record Document(String collection, boolean own, String id, long version) {

		static Document of(Hit hit) {
			return new Document(hit.collection(), hit.own(), hit.entry().id(), hit.entry().version());
		}

	}

}
