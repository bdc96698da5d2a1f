package dev.backfill.ui.model;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.landing.Packet;
import dev.backfill.landing.PacketExecution;
import dev.backfill.landing.PacketOrigin;
import dev.backfill.problem.Problem;
import dev.backfill.run.Outcome;
import dev.backfill.run.Playbook;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Visible;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the whole window shows of a run; changed on the window's thread alone. */
public final class RunModel {
  // A log line is about 100 bytes: a quarter of a megabyte at most.
  private static final int MOST_LINES = 2500;

  private final ObjectProperty<RunView> view = new SimpleObjectProperty<>();
  private final ObjectProperty<ConfirmationRequest<?>> question = new SimpleObjectProperty<>();
  private final ObjectProperty<ConfirmationRequest<?>> wider = new SimpleObjectProperty<>();
  private final ObjectProperty<WindowQuestion> ask = new SimpleObjectProperty<>();
  private final BooleanProperty running = new SimpleBooleanProperty();
  private final StringProperty cloud = new SimpleStringProperty("");
  private final StringProperty account = new SimpleStringProperty("");
  private final StringProperty who = new SimpleStringProperty("");
  private final ObjectProperty<StageSaid> said = new SimpleObjectProperty<>();
  private final StringProperty waiting = new SimpleStringProperty("");
  private final StringProperty notice = new SimpleStringProperty("");
  private final ObjectProperty<LastReading> reading = new SimpleObjectProperty<>(LastReading.NONE);
  private final ObjectProperty<Packet> packet = new SimpleObjectProperty<>();
  private final ObjectProperty<PacketOrigin> packetOrigin =
      new SimpleObjectProperty<>(PacketOrigin.UNKNOWN);
  private final ObjectProperty<PacketExecution.Result> executed = new SimpleObjectProperty<>();
  private final ObjectProperty<Failure> failure = new SimpleObjectProperty<>(Failure.NONE);
  private final ObservableList<Problem> unread = FXCollections.observableArrayList();
  private final StringProperty sought = new SimpleStringProperty("");
  private final ObservableList<String> log = FXCollections.observableArrayList();
  private final ObservableList<String> programLog = FXCollections.observableArrayList();
  private final ObservableList<RunLine> runs = FXCollections.observableArrayList();
  private final BooleanProperty looked = new SimpleBooleanProperty();
  private final ObjectProperty<PlanFindings> asked = new SimpleObjectProperty<>();
  private final BooleanProperty asking = new SimpleBooleanProperty();
  private final ObjectProperty<Outcome> outcome = new SimpleObjectProperty<>();

  public RunModel() {
    view.addListener((p, was, now) -> newer(was, now));
  }

  /** Says once of each run what in it this version does not know. */
  private void newer(RunView was, RunView now) {
    var isSaid =
        was != null
            && now != null
            && was.opened().equals(now.opened())
            && was.unknown().size() == now.unknown().size();
    if (now != null && !isSaid) {
      now.newer().forEach(this::say);
    }
  }

  public ObjectProperty<RunView> view() {
    return view;
  }

  /** The playbook of the run that is shown; the default before there is one. */
  public Playbook playbook() {
    return view.get() == null ? Playbooks.DEFAULT : view.get().playbook();
  }

  /** The open question to the operator, or null. */
  public ObjectProperty<ConfirmationRequest<?>> question() {
    return question;
  }

  /** What may be agreed to in place of the open question and goes further; null for nothing. */
  public ObjectProperty<ConfirmationRequest<?>> wider() {
    return wider;
  }

  /** The window's own open question, or null. */
  public ObjectProperty<WindowQuestion> ask() {
    return ask;
  }

  public BooleanProperty running() {
    return running;
  }

  /** Which cloud is touched; empty before the first run. */
  public StringProperty cloud() {
    return cloud;
  }

  /** As whom the cloud under way is asked; empty where it asks for nobody. */
  public StringProperty account() {
    return account;
  }

  /** Who sits at this console, and at which machine; empty before the first run. */
  public StringProperty who() {
    return who;
  }

  /** What the stage under way said last; null before it said anything. */
  public ObjectProperty<StageSaid> said() {
    return said;
  }

  /** Why, since when and until when the cloud is waited for; empty while it answers. */
  public StringProperty waiting() {
    return waiting;
  }

  /** The newest word of what goes on. */
  public StringProperty notice() {
    return notice;
  }

  public ObservableList<String> log() {
    return log;
  }

  /** The end of the program's log file, as it was read last. */
  public ObservableList<String> programLog() {
    return programLog;
  }

  /** The runs of this machine, newest first. */
  public ObservableList<RunLine> runs() {
    return runs;
  }

  /** Whether the runs of this machine were looked for yet. */
  public BooleanProperty looked() {
    return looked;
  }

  /** What a cloud said about the plan last; null before it was asked. */
  public ObjectProperty<PlanFindings> asked() {
    return asked;
  }

  /** Whether a cloud is being asked. */
  public BooleanProperty asking() {
    return asking;
  }

  /** How the shown run ended; null while it runs, and when it was only looked at. */
  public ObjectProperty<Outcome> outcome() {
    return outcome;
  }

  /** When the job under way was read last. */
  public ObjectProperty<LastReading> reading() {
    return reading;
  }

  /** The packet that was opened last; null for none. */
  public ObjectProperty<Packet> packet() {
    return packet;
  }

  /** What is known of where the opened packet comes from. */
  public ObjectProperty<PacketOrigin> packetOrigin() {
    return packetOrigin;
  }

  /** What the execution of the opened packet came to; null before it. */
  public ObjectProperty<PacketExecution.Result> executed() {
    return executed;
  }

  /** What was asked for last and could not be done; none while nothing is wrong. */
  public ObjectProperty<Failure> failure() {
    return failure;
  }

  /** Why runs of this machine are not listed. */
  public ObservableList<Problem> unread() {
    return unread;
  }

  /** Says that something asked for could not be done, until something else is done. */
  public void fail(Failure what) {
    say(what.code().isEmpty() ? what.text() : what.text() + " [" + what.code() + "]");
    failure.set(what);
  }

  /** The code that is looked for in the program's log; empty for none. */
  public StringProperty sought() {
    return sought;
  }

  /** Looks for a code in the program's log, again when it is the same. */
  public void seek(String code) {
    sought.set("");
    sought.set(code);
  }

  /**
   * How a stage stands. In a run that nobody here works on, one that had begun is unknown until the
   * cloud is asked: its console was ended in the middle, or is another.
   */
  public State state(StageKind kind) {
    var has = view.get() != null && view.get().playbook().has(kind);
    var told = has ? view.get().stage(kind).state() : State.WAITING;
    return told == State.RUNNING && !running.get() ? State.UNKNOWN : told;
  }

  public boolean isDone(StageKind kind) {
    return state(kind) == State.DONE;
  }

  /** Shows a word of a stage, and keeps it in the log under the stage's name. */
  public void say(StageKind stage, String text) {
    said.set(new StageSaid(stage, Visible.line(text)));
    log(Visible.line(stage + ": " + text));
  }

  /** The cloud is waited for. */
  public void waits(StageKind stage, String text) {
    waiting.set(Visible.line(text));
    log(Visible.line(stage + ": " + text));
  }

  /** Shows a word and keeps it in the log. */
  public void say(String text) {
    var line = Visible.line(text);
    notice.set(line);
    log(line);
  }

  private void log(String line) {
    log.add(line);
    if (log.size() > MOST_LINES) {
      log.remove(0, log.size() - MOST_LINES);
    }
  }
}
