package dev.agentservice.knowledge.index.pgvector;

import java.util.List;

/**
 * The table of all vectors of one length, and what is said to it.
 *
 * @param dimension the length; 0 for passages without vectors
 * @see <a href="https://github.com/pgvector/pgvector#readme">pgvector's manual: types,
 * their limits, iterative scans</a>
 */
record PgVectorTable(int dimension) {

	/** The longest that a column can have. */
	static final int MOST = 16_000;

	/** The longest of 32 bits a number that a graph can be built of. */
	private static final int MOST_SINGLE = 2_000;

	/** The longest of 16 bits a number. */
	private static final int MOST_HALF = 4_000;

	/** Whose passages; the same parameters in each statement. */
	static final String SHELF = "tenant = ? and collection = ? and generation = ? and owner = any (?)";

	String name() {
		return "passage_" + this.dimension;
	}

	boolean hasVectors() {
		return this.dimension > 0;
	}

	/** What makes it, if it is not there. */
	List<String> creation() {
		String table = name();
		String columns = """
				create table if not exists %s (
				tenant text not null, collection text not null, generation text not null, owner text not null,
				document text not null, version bigint not null, n integer not null, seal text not null,
				%s ts tsvector not null,
				primary key (tenant, collection, generation, owner, document, version, n))""".formatted(table,
				hasVectors() ? "e " + type() + "(" + this.dimension + ")," : "");
		String owner = "create index if not exists %1$s_owner on %1$s (tenant, collection, owner)".formatted(table);
		String words = "create index if not exists %1$s_words on %1$s using gin (ts)".formatted(table);
		if (!hasGraph()) {
			return List.of(columns, owner, words);
		}
		return List.of(columns, owner, words,
				"create index if not exists %1$s_near on %1$s using hnsw (e %2$s_cosine_ops)".formatted(table, type()));
	}

	/** Halves are as exact as the manifest's, and a longer graph can be built of them. */
	private String type() {
		return (this.dimension > MOST_SINGLE) ? "halfvec" : "vector";
	}

	boolean hasGraph() {
		return hasVectors() && this.dimension <= MOST_HALF;
	}

	/**
	 * Writes passages of one shelf. A record that somebody else has put in the place of
	 * one is replaced.
	 */
	String upsert() {
		String value = hasVectors() ? ", r.e::" + type() : "";
		return """
				insert into %s (tenant, collection, generation, owner, document, version, n, seal, ts%s)
				select ?, ?, ?, ?, r.document, r.version, r.n, r.seal, to_tsvector(?::regconfig, r.words)%s
				from unnest(?::text[], ?::bigint[], ?::integer[], ?::text[], ?::text[], ?::text[])
				as r (document, version, n, seal, words, e)
				on conflict (tenant, collection, generation, owner, document, version, n)
				do update set seal = excluded.seal, ts = excluded.ts%s""".formatted(name(), hasVectors() ? ", e" : "",
				value, hasVectors() ? ", e = excluded.e" : "");
	}

	String delete() {
		return "delete from " + name()
				+ " p using unnest(?::text[], ?::bigint[], ?::integer[]) as r (document, version, n)" + " where "
				+ SHELF + " and p.document = r.document and p.version = r.version and p.n = r.n";
	}

	/** Whether the owners have more rows than so many. */
	String count() {
		return "select count(*) from (select 1 from " + name() + " where " + SHELF + " limit ?) as counted";
	}

	/**
	 * The nearest, all compared: an addition of nothing keeps the planner from the graph,
	 * which would be filtered afterwards and can bring none at all (pgvector's issues 259
	 * and 751).
	 */
	String exact() {
		return near("(e <=> ?::" + type() + ") + 0");
	}

	/** The nearest, by the graph. */
	String graph() {
		return near("e <=> ?::" + type());
	}

	private String near(String order) {
		return "select document, version, n, seal, 1 - (e <=> ?::" + type() + ") from " + name() + " where " + SHELF
				+ " and e is not null order by " + order + " limit ?";
	}

	/**
	 * Those that share words: any of them, since a query may be a whole task. Ranked by
	 * what a row holds alone, so nothing depends on other owners' rows.
	 */
	String matching() {
		return """
				select document, version, n, seal, ts_rank(ts, q.words, 1)
				from %s, (select replace(plainto_tsquery(?::regconfig, ?)::text, ''' & ''', ''' | ''')::tsquery) as q (words)
				where %s and ts @@ q.words
				order by ts_rank(ts, q.words, 1) desc, document, version, n limit ?"""
			.formatted(name(), SHELF);
	}

}
