package dev.agentservice.knowledge.index.lucene;

import java.io.IOException;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own format with two differences: vectors may be longer than 1,024 numbers, and
 * a segment gets a graph from 10,000 vectors on only. Without one all of them are
 * compared, so nothing is missed and nothing has to be built. What is written is read by
 * Lucene's own format, under whose name it is.
 */
final class ExactVectorsCodec extends Lucene104Codec {

	/** Twice what the longest of today's models have. */
	private static final int MOST_NUMBERS = 8192;

	private static final int CONNECTIONS = 16;

	private static final int BEAM = 100;

	/**
	 * Lucene builds a graph once a search for so many neighbours is expected to visit
	 * fewer vectors than there are, which are {@code ln(n)} times as many: at 10,000.
	 */
	private static final int GRAPH_THRESHOLD = 1085;

	private static final KnnVectorsFormat FORMAT = new LongVectorsFormat(
			new Lucene99HnswVectorsFormat(CONNECTIONS, BEAM, 1, null, GRAPH_THRESHOLD));

	@Override
	public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
		return FORMAT;
	}

	/** Vectors of any length that is needed. */
	private static final class LongVectorsFormat extends KnnVectorsFormat {

		private final KnnVectorsFormat format;

		private LongVectorsFormat(KnnVectorsFormat format) {
			super(format.getName());
			this.format = format;
		}

		@Override
		public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
			return this.format.fieldsWriter(state);
		}

		@Override
		public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
			return this.format.fieldsReader(state);
		}

		@Override
		public int getMaxDimensions(String field) {
			return MOST_NUMBERS;
		}

	}

}
