package dev.agentservice.knowledge.index.lucene;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * A copy of one collection in memory, without its texts: what it finds are passages' ids.
 * Thread-safe.
 */
final class LuceneCopy implements AutoCloseable {

	private static final String DOCUMENT = "document";

	private static final String VERSION = "version";

	private static final String NUMBER = "n";

	private static final String SEAL = "seal";

	private static final String TEXT = "text";

	/** Vectors of each generation are in a field of their own. */
	private static final String VECTOR = "vector ";

	/** With a graph, the more are wanted, the fewer of the nearest are missed. */
	private static final int LEAST_NEAREST = 100;

	/** A query may be a whole task: more words than these tell nothing. */
	private static final int MOST_WORDS = 64;

	private final ByteBuffersDirectory directory = new ByteBuffersDirectory();

	private final Analyzer analyzer;

	private final IndexWriter writer;

	private final SearcherManager searchers;

	LuceneCopy(String language) {
		this.analyzer = Languages.analyzer(language);
		try {
			this.writer = new IndexWriter(this.directory,
					new IndexWriterConfig(this.analyzer).setCodec(new ExactVectorsCodec()));
			this.searchers = new SearcherManager(this.writer, null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Puts these passages in the place of all that there are of a document. */
	void replace(String document, List<Row> rows) {
		try {
			Term all = new Term(DOCUMENT, document);
			if (rows.isEmpty()) {
				this.writer.deleteDocuments(all);
			}
			else {
				this.writer.updateDocuments(all, rows.stream().map(LuceneCopy::document).toList());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Lets searches see what was written. */
	void refresh() {
		try {
			this.searchers.maybeRefreshBlocking();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether it can still be changed: Lucene closes what it fails to write, and what ran
	 * out of memory.
	 */
	boolean isOpen() {
		return this.writer.isOpen();
	}

	/** How much memory it takes, about. */
	long bytes() {
		try {
			long bytes = this.writer.ramBytesUsed();
			for (String file : this.directory.listAll()) {
				bytes += length(this.directory, file);
			}
			return bytes;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (AlreadyClosedException _) {
			return 0;
		}
	}

	/** Files go while another thread writes. */
	static long length(Directory directory, String file) throws IOException {
		try {
			return directory.fileLength(file);
		}
		catch (NoSuchFileException | FileNotFoundException _) {
			return 0;
		}
	}

	List<Candidate> matching(String text, int most) {
		Set<String> words = words(text);
		if (words.isEmpty()) {
			return List.of();
		}
		BooleanQuery.Builder query = new BooleanQuery.Builder();
		words.forEach((word) -> query.add(new TermQuery(new Term(TEXT, word)), BooleanClause.Occur.SHOULD));
		return search(query.build(), most, (score) -> score);
	}

	/**
	 * The passages whose vectors are nearest, with their cosines.
	 * @param vector of length 1, by the same generation
	 */
	List<Candidate> nearest(Generation of, float[] vector, int most) {
		KnnFloatVectorQuery query = new KnnFloatVectorQuery(VECTOR + of, vector, Math.max(most, LEAST_NEAREST));
		// Lucene's score is never negative.
		return search(query, most, (score) -> 2 * score - 1);
	}

	/** The first different words of a text, as they stand in the index. */
	private Set<String> words(String text) {
		Set<String> words = new LinkedHashSet<>();
		try (TokenStream tokens = this.analyzer.tokenStream(TEXT, text)) {
			CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
			tokens.reset();
			while (words.size() < MOST_WORDS && tokens.incrementToken()) {
				words.add(word.toString());
			}
			tokens.end();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return words;
	}

	private List<Candidate> search(Query query, int most, DoubleUnaryOperator score) {
		try {
			IndexSearcher searcher = this.searchers.acquire();
			try {
				List<Candidate> found = new ArrayList<>();
				StoredFields fields = searcher.storedFields();
				for (ScoreDoc hit : searcher.search(query, most).scoreDocs) {
					found.add(candidate(fields.document(hit.doc), score.applyAsDouble(hit.score)));
				}
				return found;
			}
			finally {
				this.searchers.release(searcher);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Candidate candidate(Document document, double score) {
		PassageId id = new PassageId(document.get(DOCUMENT), Long.parseLong(document.get(VERSION)),
				Integer.parseInt(document.get(NUMBER)));
		return new Candidate(id, document.get(SEAL), score);
	}

	private static Document document(Row row) {
		Document document = new Document();
		document.add(new StringField(DOCUMENT, row.id().document(), Field.Store.YES));
		document.add(new StoredField(VERSION, Long.toString(row.id().version())));
		document.add(new StoredField(NUMBER, Integer.toString(row.id().n())));
		document.add(new StoredField(SEAL, row.seal()));
		document.add(new TextField(TEXT, row.text(), Field.Store.NO));
		if (row.vector() != null) {
			document.add(new KnnFloatVectorField(VECTOR + row.generation(), row.vector(),
					VectorSimilarityFunction.DOT_PRODUCT));
		}
		return document;
	}

	@Override
	public void close() {
		try {
			this.searchers.close();
			this.writer.rollback();
			this.directory.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A passage as it is indexed.
	 *
	 * @param id the passage
	 * @param seal its seal
	 * @param text what is searched
	 * @param generation how its vector was made
	 * @param vector its vector, of length 1; null if it has none
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Row(PassageId id, String seal, String text, Generation generation, float @Nullable [] vector) {

	}

}
