package io.swaplane.router.lab;

import io.swaplane.router.config.Lab;
import io.swaplane.router.config.LiveConfiguration;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A lab as SVG: routers as boxes in the colour of their AS, links as lines with their name above and the label stacks of traced packets
 * below. Each packet has a number and a colour, a reply is in italics; an arrow says which way it went.
 */
final class SvgPicture {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final String[] FILLS = {"#dbe9f6", "#fbe3c8", "#dff0d8", "#efdcf0", "#f6eecb", "#d6efee", "#f5d9d9", "#e4e4e4"};
    private static final String[] INKS = {"#1f4e9c", "#a8320a", "#1d6b2f", "#7a1f87", "#6b5200", "#00666b"};
    private static final String BLACK = "#000000";
    private static final int CHARACTER = 8;
    private static final int LINE = 16;
    private static final int MARGIN = 20;
    private static final int BOX_HEIGHT = 44;
    private static final int LEAST_BOX = 72;

    private final Lab lab;
    private final Predicate<Lab.Link> isUp;
    private final List<TracedPacket> packets;
    private final Map<String, Layout.Place> places;
    private final List<Long> systems;
    private final int boxWidth;
    private final int columnWidth;
    private final int rowHeight;
    private final Set<Point> taken = new HashSet<>();
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private record Point(int x, int y) { }

    /** A line of text about a packet on a link. */
    private record Note(String text, int packet, boolean reply) { }

    private SvgPicture(final Lab lab, final Predicate<Lab.Link> isUp, final List<TracedPacket> packets) throws XMLStreamException {
        this.lab = lab;
        this.isUp = isUp;
        this.packets = packets;
        this.places = Layout.of(lab);
        this.systems = lab.routers().stream().filter(each -> each.bgp() != null).map(each -> each.bgp().as()).distinct().toList();
        this.xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
        boxWidth = Math.max(LEAST_BOX, lab.routers().stream().mapToInt(each -> Math.max(each.intent().name().length(),
            system(each).length())).max().orElse(0) * CHARACTER + MARGIN);
        final int widest = lab.links().stream().mapToInt(each -> Math.max(name(each).length(),
            notes(each).stream().mapToInt(note -> note.text.length()).max().orElse(0))).max().orElse(0);
        columnWidth = boxWidth + widest * CHARACTER + MARGIN;
        final int most = lab.links().stream().mapToInt(each -> notes(each).size()).max().orElse(0);
        rowHeight = Math.max(BOX_HEIGHT, (most + 2) * LINE) + BOX_HEIGHT;
    }

    /**
     * The picture.
     *
     * @param isUp whether a link is up.
     * @param packets what was traced.
     */
    static String of(final Lab lab, final Predicate<Lab.Link> isUp, final List<TracedPacket> packets) {
        try {
            final SvgPicture picture = new SvgPicture(lab, isUp, packets);
            picture.write();
            return picture.text.toString();
        } catch (final XMLStreamException e) {
            throw new IllegalStateException("no XML of the lab " + lab.name(), e);
        }
    }

    private void write() throws XMLStreamException {
        final int legend = MARGIN + 2 * LINE + (places.values().stream().mapToInt(Layout.Place::row).max().orElse(0) + 1) * rowHeight;
        final int width = Math.max(places.values().stream().mapToInt(Layout.Place::column).max().orElse(0) * columnWidth + boxWidth,
            packets.stream().mapToInt(each -> legend(each).length()).max().orElse(0) * CHARACTER) + 2 * MARGIN;
        final int height = legend + (packets.size() + 1) * LINE;
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("svg");
        xml.writeDefaultNamespace(NAMESPACE);
        attributes("viewBox", "0 0 " + width + " " + height, "width", width, "height", height, "font-family", "monospace", "font-size", 13);
        element("title", lab.name());
        line("rect", "width", width, "height", height, "fill", "#ffffff");
        text(MARGIN, MARGIN + LINE / 2, BLACK, lab.name(), "font-weight", "bold");
        for (final Lab.Link each : lab.links()) {
            link(each);
        }
        for (final LiveConfiguration each : lab.routers()) {
            router(each);
        }
        for (int packet = 0; packet < packets.size(); packet++) {
            text(MARGIN, legend + packet * LINE, ink(packet), number(packet) + legend(packets.get(packet)));
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.flush();
        text.write("\n");
    }

    private static String legend(final TracedPacket packet) {
        return packet.title() + (packet.answered() ? ", the reply in italics" : ", not answered");
    }

    private void router(final LiveConfiguration router) throws XMLStreamException {
        final Point centre = centre(router.intent().name());
        final int as = router.bgp() == null ? -1 : systems.indexOf(router.bgp().as());
        group("router", router.intent().name());
        line("rect", "x", centre.x - boxWidth / 2, "y", centre.y - BOX_HEIGHT / 2, "width", boxWidth, "height", BOX_HEIGHT, "rx", 6,
            "fill", as < 0 ? "#ffffff" : FILLS[as % FILLS.length], "stroke", BLACK);
        final boolean two = as >= 0;
        text(centre.x, centre.y + (two ? -2 : LINE / 4), BLACK, router.intent().name(), "text-anchor", "middle", "font-weight", "bold");
        if (two) {
            text(centre.x, centre.y + LINE - 2, BLACK, system(router), "text-anchor", "middle");
        }
        xml.writeEndElement();
    }

    private static String system(final LiveConfiguration router) {
        return router.bgp() == null ? "" : "AS " + router.bgp().as();
    }

    private void link(final Lab.Link link) throws XMLStreamException {
        final Point left = centre(link.left().router());
        final Point right = centre(link.right().router());
        final Point middle = middle(left, right, notes(link).size());
        group("link", link.name());
        line("polyline", "points", left.x + "," + left.y + " " + middle.x + "," + middle.y + " " + right.x + "," + right.y, "fill", "none",
            "stroke", isUp.test(link) ? BLACK : "#999999", "stroke-dasharray", isUp.test(link) ? "none" : "4 4");
        text(middle.x, middle.y - LINE / 2, BLACK, name(link), label());
        int below = middle.y;
        for (final Note each : notes(link)) {
            below += LINE;
            text(middle.x, below, ink(each.packet), each.text, each.reply ? label("font-style", "italic") : label());
        }
        xml.writeEndElement();
    }

    /** Text on a white rim, so that it can be read where lines cross it. */
    private static Object[] label(final Object... more) {
        final List<Object> all = new ArrayList<>(List.of("text-anchor", "middle", "stroke", "#ffffff", "stroke-width", 4, "paint-order",
            "stroke"));
        all.addAll(List.of(more));
        return all.toArray();
    }

    private String name(final Lab.Link link) {
        return isUp.test(link) ? link.name() : link.name() + " cut";
    }

    /** Where a link's text is: half way, or where there is no other's yet. A link along a column makes way for boxes between its ends. */
    private Point middle(final Point left, final Point right, final int lines) {
        final boolean passes = left.x == right.x && Math.abs(left.y - right.y) > rowHeight;
        Point middle = new Point((left.x + right.x) / 2 + (passes ? columnWidth / 2 : 0), (left.y + right.y) / 2);
        while (!taken.add(middle)) {
            middle = new Point(middle.x, middle.y + (lines + 2) * LINE);
        }
        return middle;
    }

    private List<Note> notes(final Lab.Link link) {
        final List<Note> notes = new ArrayList<>();
        for (int packet = 0; packet < packets.size(); packet++) {
            for (final Sightings.Sighting each : packets.get(packet).seen()) {
                if (each.link().equals(link)) {
                    notes.add(new Note(number(packet) + arrow(each) + " " + Drawing.stack(each.stack()), packet, each.reply()));
                }
            }
        }
        return notes;
    }

    private String number(final int packet) {
        return packets.size() == 1 ? "" : packet + 1 + " ";
    }

    private String arrow(final Sightings.Sighting seen) {
        final Layout.Place from = places.get(seen.from().router());
        final Layout.Place to = places.get(seen.to().router());
        if (from.column() == to.column()) {
            return from.row() < to.row() ? "↓" : "↑";
        }
        return from.column() < to.column() ? "→" : "←";
    }

    private static String ink(final int packet) {
        return INKS[packet % INKS.length];
    }

    private Point centre(final String router) {
        final Layout.Place place = places.get(router);
        return new Point(MARGIN + boxWidth / 2 + place.column() * columnWidth,
            MARGIN + 2 * LINE + BOX_HEIGHT / 2 + place.row() * rowHeight);
    }

    private void group(final String kind, final String name) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("g");
        attributes("class", kind, "id", kind + "-" + name);
    }

    private void text(final int x, final int y, final String ink, final String what, final Object... more) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("text");
        attributes("x", x, "y", y, "fill", ink);
        attributes(more);
        xml.writeCharacters(what);
        xml.writeEndElement();
    }

    private void element(final String name, final String what) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(name);
        xml.writeCharacters(what);
        xml.writeEndElement();
    }

    private void line(final String name, final Object... attributes) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeEmptyElement(name);
        attributes(attributes);
    }

    private void attributes(final Object... namesAndValues) throws XMLStreamException {
        for (int at = 0; at < namesAndValues.length; at += 2) {
            xml.writeAttribute(namesAndValues[at].toString(), namesAndValues[at + 1].toString());
        }
    }
}
