namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Barriers
{
    public static string Arguments()
    {
        var b = new Barrier(1);
        return Seen.All(Seen.Of(() => new Barrier(-1)), Seen.Of(() => new Barrier(32768)),
            Seen.Of(() => b.SignalAndWait(-2)), Seen.Of(() => b.AddParticipants(0)),
            Seen.Of(() => b.RemoveParticipants(0)), Seen.Of(() => b.RemoveParticipants(2)),
            Seen.Of(() => b.AddParticipants(32768)), Seen.Of(() => b.AddParticipants(32767)),
            Seen.Of(() => b.SignalAndWait(TimeSpan.FromMilliseconds(-2))),
            Seen.Of(() => b.SignalAndWait(TimeSpan.FromDays(100))), Seen.Of(() => new Barrier(0).SignalAndWait()));
    }

    public static string Phases_of_one()
    {
        var b = new Barrier(1);
        var seen = Seen.All(b.CurrentPhaseNumber, b.ParticipantCount, b.ParticipantsRemaining);
        b.SignalAndWait();
        return Seen.All(seen, b.CurrentPhaseNumber, b.SignalAndWait(0), b.SignalAndWait(TimeSpan.Zero),
            b.CurrentPhaseNumber, b.ParticipantsRemaining);
    }

    public static string Too_few_come()
    {
        var b = new Barrier(2);
        return Seen.All(b.SignalAndWait(0), b.SignalAndWait(1), b.CurrentPhaseNumber, b.ParticipantsRemaining);
    }

    public static string Joining_and_leaving()
    {
        var b = new Barrier(0);
        var seen = Seen.All(b.AddParticipant(), b.AddParticipants(2), b.ParticipantCount, b.ParticipantsRemaining);
        b.RemoveParticipants(2);
        seen = Seen.All(seen, b.ParticipantCount);
        b.SignalAndWait();
        seen = Seen.All(seen, b.AddParticipant());
        b.RemoveParticipant();
        b.RemoveParticipant();
        return Seen.All(seen, b.ParticipantCount, b.CurrentPhaseNumber);
    }

    public static string Leaving_ends_the_phase()
    {
        var b = new Barrier(2);
        var thread = new Thread(b.SignalAndWait);
        thread.Start();
        b.RemoveParticipant();
        thread.Join();
        return Seen.All(b.CurrentPhaseNumber, b.ParticipantCount, b.ParticipantsRemaining);
    }

    public static string The_action_runs_between_the_phases()
    {
        var (text, x) = ("", 0);
        var b = new Barrier(2, barrier => text += $"[{barrier.CurrentPhaseNumber} {barrier.ParticipantCount} {x}]");
        void Work()
        {
            for (var i = 0; i < 2; i++)
            {
                Interlocked.Increment(ref x);
                b.SignalAndWait();
            }
        }
        Thread a = new(Work), c = new(Work);
        a.Start();
        c.Start();
        a.Join();
        c.Join();
        return Seen.All(text, b.CurrentPhaseNumber);
    }

    public static string The_action_must_not_use_the_barrier()
    {
        var seen = "";
        var b = new Barrier(1, barrier =>
            seen = Seen.All(Seen.Of(() => barrier.SignalAndWait()), Seen.Of(() => barrier.AddParticipant()),
            Seen.Of(() => barrier.RemoveParticipant()), Seen.Of(barrier.Dispose)));
        b.SignalAndWait();
        return seen;
    }

    public static string The_action_fails()
    {
        var seen = new string[2];
        var b = new Barrier(2, barrier =>
        {
            if (barrier.CurrentPhaseNumber == 0) throw new InvalidTimeZoneException();
        });
        void Work(int i)
        {
            seen[i] = Seen.Of(b.SignalAndWait);
            seen[i] += Seen.Of(b.SignalAndWait);
        }
        Thread a = new(() => Work(0)), c = new(() => Work(1));
        a.Start();
        c.Start();
        a.Join();
        c.Join();
        return Seen.All(seen[0], seen[1], b.CurrentPhaseNumber);
    }

    public static string Disposed()
    {
        var b = new Barrier(1);
        b.Dispose();
        b.Dispose();
        return Seen.All(Seen.Of(b.SignalAndWait), Seen.Of(() => b.SignalAndWait(-2)), Seen.Of(() => b.AddParticipant()),
            Seen.Of(() => b.RemoveParticipant()),
            Seen.Of(() => b.ParticipantCount), Seen.Of(() => b.AddParticipants(0)));
    }

    public static string Tokens()
    {
        using var source = new CancellationTokenSource();
        var b = new Barrier(2);
        var seen = "";
        var thread = new Thread(() => seen = Seen.Of(() => b.SignalAndWait(source.Token)));
        thread.Start();
        source.Cancel();
        thread.Join();
        return Seen.All(seen, b.ParticipantsRemaining, b.CurrentPhaseNumber,
            Seen.Of(() => b.SignalAndWait(0, source.Token)), b.ParticipantsRemaining);
    }
}
