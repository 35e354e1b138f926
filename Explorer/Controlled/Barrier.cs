using Workbook.Explorer.Scheduling;
using Platform = System.Threading.Barrier;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public class Barrier : IDisposable
{
    private const int Most = 32767;
    private readonly PhaseState _state;

    /// <inheritdoc cref="System.Threading.Barrier.Barrier(int)"/>
    public Barrier(int participantCount) : this(participantCount, null) { }

    /// <inheritdoc cref="System.Threading.Barrier.Barrier(int, Action{System.Threading.Barrier})"/>
    public Barrier(int participantCount, Action<Barrier>? postPhaseAction)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(participantCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(participantCount, Most);
        _state = new PhaseState("a Barrier", participantCount, postPhaseAction is null ? null : () => postPhaseAction(this));
    }

    /// <inheritdoc cref="Platform.ParticipantsRemaining"/>
    public int ParticipantsRemaining
    {
        get
        {
            _state.Look();
            return _state.Remaining;
        }
    }

    /// <inheritdoc cref="Platform.ParticipantCount"/>
    public int ParticipantCount
    {
        get
        {
            _state.Look();
            return _state.Participants;
        }
    }

    /// <inheritdoc cref="Platform.CurrentPhaseNumber"/>
    public long CurrentPhaseNumber
    {
        get
        {
            _state.Look();
            return _state.Phase;
        }
    }

    /// <inheritdoc cref="Platform.AddParticipant"/>
    public long AddParticipant() => AddParticipants(1);

    /// <inheritdoc cref="Platform.AddParticipants(int)"/>
    public long AddParticipants(int participantCount)
    {
        _state.ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfLessThan(participantCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(participantCount, Most);
        ThrowIfInAction();
        return _state.Add(participantCount);
    }

    /// <inheritdoc cref="Platform.RemoveParticipant"/>
    public void RemoveParticipant() => RemoveParticipants(1);

    /// <inheritdoc cref="Platform.RemoveParticipants(int)"/>
    public void RemoveParticipants(int participantCount)
    {
        _state.ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfLessThan(participantCount, 1);
        ThrowIfInAction();
        _state.Remove(participantCount);
    }

    /// <inheritdoc cref="Platform.SignalAndWait()"/>
    public void SignalAndWait() => SignalAndWait(-1);

    /// <inheritdoc cref="Platform.SignalAndWait(CancellationToken)"/>
    public void SignalAndWait(CancellationToken cancellationToken) => SignalAndWait(-1, cancellationToken);

    /// <inheritdoc cref="Platform.SignalAndWait(TimeSpan)"/>
    public bool SignalAndWait(TimeSpan timeout) => SignalAndWait(Milliseconds.Of(timeout));

    /// <inheritdoc cref="Platform.SignalAndWait(TimeSpan, CancellationToken)"/>
    public bool SignalAndWait(TimeSpan timeout, CancellationToken cancellationToken) =>
        SignalAndWait(Milliseconds.Of(timeout), cancellationToken);

    /// <inheritdoc cref="Platform.SignalAndWait(int)"/>
    public bool SignalAndWait(int millisecondsTimeout) => SignalAndWait(millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="Platform.SignalAndWait(int, CancellationToken)"/>
    public bool SignalAndWait(int millisecondsTimeout, CancellationToken cancellationToken)
    {
        _state.ThrowIfDisposed();
        CancellationTokens.ThrowIfCancellationRequested(in cancellationToken);
        Milliseconds.Checked(millisecondsTimeout);
        ThrowIfInAction();
        return _state.SignalAndWait(new Limit(millisecondsTimeout, cancellationToken));
    }

    /// <inheritdoc cref="Platform.Dispose()"/>
    public void Dispose()
    {
        ThrowIfInAction();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Platform.Dispose(bool)"/>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _state.Dispose();
    }

    private void ThrowIfInAction()
    {
        if (_state.IsActing) throw new InvalidOperationException("The action of a barrier's phase must not use the barrier.");
    }
}
