package io.swaplane.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LabPictureTest extends RunsLabs {
    private static final Path OPTION_A = EXAMPLES.resolve("option-a.yaml");

    private Document drawn(final Path lab, final String name) throws Exception {
        final Path picture = directory.resolve(name);
        assertThat(lab(lab, "--svg", picture.toString())).as(this::story).isZero();
        final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        final Document document = factory.newDocumentBuilder().parse(picture.toFile());
        assertThat(document.getDocumentElement().getLocalName()).isEqualTo("svg");
        assertThat(document.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        return document;
    }

    /** The texts of the routers or links, by name. */
    private static Map<String, List<String>> texts(final Document document, final String kind) {
        final Map<String, List<String>> found = new LinkedHashMap<>();
        for (final Element group : elements(document.getDocumentElement(), "g")) {
            if (group.getAttribute("class").equals(kind)) {
                found.put(group.getAttribute("id").substring(kind.length() + 1),
                    elements(group, "text").stream().map(Element::getTextContent).toList());
            }
        }
        return found;
    }

    private static List<Element> elements(final Element within, final String name) {
        final NodeList nodes = within.getElementsByTagName(name);
        final List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    @Test
    void shouldDrawEveryLinkWithItsStacks() throws Exception {
        final Document document = drawn(STATIC, "static.svg");
        assertThat(texts(document, "router").keySet()).containsExactlyInAnyOrder("ce1", "pe1", "p", "pe2", "ce2", "ce3");
        assertThat(texts(document, "link")).containsOnly(
            Map.entry("ce1-pe1", List.of("ce1-pe1", "→ IP", "← IP")),
            Map.entry("pe1-p", List.of("pe1-p", "→ 100 26 IP", "← 16 IP")),
            Map.entry("p-pe2", List.of("p-pe2", "→ 26 IP", "← 200 16 IP")),
            Map.entry("pe2-ce2", List.of("pe2-ce2", "→ IP", "← IP")),
            Map.entry("pe2-ce3", List.of("pe2-ce3")));
        assertThat(elements(document.getDocumentElement(), "text").getLast().getTextContent())
            .isEqualTo("ce1: trace 10.22.0.1 from 10.11.0.1, the reply in italics");
    }

    @Test
    void shouldDrawTheSameEachTimeWithSystemsAndNumbersOfSeveralPacketsAndNothingOnTop() throws Exception {
        final Document document = drawn(OPTION_A, "first.svg");
        assertThat(texts(document, "router")).containsEntry("pe1", List.of("pe1", "AS 42"))
            .containsEntry("asbr2", List.of("asbr2", "AS 35"));
        assertThat(texts(document, "link")).containsEntry("pe1-asbr1", List.of("pe1-asbr1", "1 → 201 IP", "1 ← 101 IP", "2 ← 101 IP",
            "2 → 201 IP", "3 → 202 IP", "3 ← 102 IP", "4 ← 102 IP", "4 → 202 IP"));
        final List<List<Integer>> boxes = elements(document.getDocumentElement(), "rect").stream().skip(1)
            .map(each -> List.of(Integer.valueOf(each.getAttribute("x")), Integer.valueOf(each.getAttribute("y")))).toList();
        assertThat(boxes).hasSize(8).doesNotHaveDuplicates();
        final List<String> at = elements(document.getDocumentElement(), "text").stream()
            .map(each -> each.getAttribute("x") + "," + each.getAttribute("y")).toList();
        assertThat(at).doesNotHaveDuplicates();
        drawn(OPTION_A, "second.svg");
        assertThat(directory.resolve("second.svg")).hasSameTextualContentAs(directory.resolve("first.svg"));
    }

    @Test
    void shouldSayWhenThePictureCannotBeWritten() throws IOException {
        final Path nowhere = Files.createFile(directory.resolve("file")).resolve("picture.svg");
        assertThat(lab(STATIC, "--svg", nowhere.toString())).isEqualTo(ExitCode.OUTPUT.status());
        assertThat(err.toString()).contains("cannot write: " + nowhere);
    }
}
