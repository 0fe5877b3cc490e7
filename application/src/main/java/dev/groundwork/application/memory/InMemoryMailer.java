package dev.groundwork.application.memory;

import dev.groundwork.application.account.Mailer;
import dev.groundwork.domain.account.EmailAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was sent, for whoever wants to read it. */
public final class InMemoryMailer implements Mailer {
    private final List<Mail> sent = new CopyOnWriteArrayList<>();

    /** A mailer that has sent nothing yet. */
    public InMemoryMailer() {}

    @Override
    public void send(Mail mail) {
        sent.add(mail);
    }

    /** Every mail that was sent so far, the oldest first. */
    public List<Mail> sent() {
        return List.copyOf(sent);
    }

    /** The last mail to this address, compared by its canonical form; empty where none was sent there. */
    public Optional<Mail> lastTo(EmailAddress address) {
        return sent().reversed().stream()
                .filter(mail -> mail.to().canonical().equals(address.canonical()))
                .findFirst();
    }
}
