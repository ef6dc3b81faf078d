package dev.agentservice.guard.evaluate.report;

import java.io.StringWriter;
import java.util.List;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * For what shows the results of tests: a test case is a threshold, because a single
 * attack that is missed is no failure.
 */
public final class JunitReport {

	private JunitReport() {
	}

	/**
	 * The whole document.
	 * @param suite the name of the evaluation
	 */
	public static String of(String suite, List<Check> checks) {
		StringWriter document = new StringWriter();
		try {
			XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(document);
			xml.writeStartDocument("UTF-8", "1.0");
			xml.writeStartElement("testsuite");
			xml.writeAttribute("name", suite);
			xml.writeAttribute("tests", String.valueOf(checks.size()));
			xml.writeAttribute("failures", String.valueOf(checks.stream().filter((check) -> !check.kept()).count()));
			xml.writeAttribute("errors", "0");
			xml.writeAttribute("skipped", "0");
			for (Check check : checks) {
				write(suite, check, xml);
			}
			xml.writeEndElement();
			xml.writeEndDocument();
			xml.close();
		}
		catch (XMLStreamException ex) {
			throw new IllegalStateException(ex);
		}
		return document.toString();
	}

	private static void write(String suite, Check check, XMLStreamWriter xml) throws XMLStreamException {
		xml.writeStartElement("testcase");
		xml.writeAttribute("classname", suite);
		xml.writeAttribute("name", check.name());
		if (!check.kept()) {
			xml.writeEmptyElement("failure");
			xml.writeAttribute("message", check.text());
		}
		xml.writeEndElement();
	}

}
