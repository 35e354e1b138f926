namespace Workbook.Concurrency.Scheduling;

/// <summary>Decides which of the ready jobs runs next; <see cref="CpuSimulator"/> says when.</summary>
/// <remarks>
/// A policy keeps the queue or queues of ready jobs. It is called by one thread, in the order that stands at the head of
/// <see cref="CpuSimulator"/>. What a real scheduler is told by the timer interrupt is <see cref="Tick"/>, by a device's
/// interrupt <see cref="Ready"/>.
/// </remarks>
public interface ISchedulingPolicy
{
    /// <summary>A tick has passed. Most policies do not care; one that keeps accounts or a clock does.</summary>
    /// <param name="now">The ticks since the start, 1 or more.</param>
    /// <param name="ran">Who had the CPU during this tick; null when it was idle.</param>
    void Tick(int now, Job? ran) { }

    /// <summary>The job may run: put it into the queue.</summary>
    /// <param name="job">It is in no queue now.</param>
    /// <param name="burst">The ticks that its burst still needs; a real scheduler can only guess them from the past.</param>
    /// <param name="reason">Why it is ready.</param>
    void Ready(Job job, int burst, ReadyReason reason);

    /// <summary>Whether to take the CPU from this job within its turn. Asked once per tick; by default, no.</summary>
    bool Preempts(Job running) => false;

    /// <summary>Takes out of the queue who runs next. Called only while the CPU is free and at least one job is ready.</summary>
    Turn Next();
}
