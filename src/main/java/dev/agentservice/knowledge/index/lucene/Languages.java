package dev.agentservice.knowledge.index.lucene;

import java.util.Map;
import java.util.function.Supplier;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;

/**
 * How words of a language are reduced to their stems. Those of others are taken as they
 * are written.
 */
final class Languages {

	private static final Map<String, Supplier<Analyzer>> ANALYZERS = Map.ofEntries(
			Map.entry("en", EnglishAnalyzer::new), Map.entry("de", GermanAnalyzer::new),
			Map.entry("fr", FrenchAnalyzer::new), Map.entry("es", SpanishAnalyzer::new),
			Map.entry("it", ItalianAnalyzer::new), Map.entry("nl", DutchAnalyzer::new),
			Map.entry("pt", PortugueseAnalyzer::new), Map.entry("sv", SwedishAnalyzer::new),
			Map.entry("zh", CJKAnalyzer::new), Map.entry("ja", CJKAnalyzer::new), Map.entry("ko", CJKAnalyzer::new));

	private Languages() {
	}

	static Analyzer analyzer(String language) {
		return ANALYZERS.getOrDefault(language, StandardAnalyzer::new).get();
	}

}
