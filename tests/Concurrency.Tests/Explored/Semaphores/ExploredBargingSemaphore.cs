using Workbook.Concurrency.Semaphores;

namespace Workbook.Concurrency.Tests.Explored.Semaphores;

public sealed class ExploredBargingSemaphore
{
    [Fact]
    public void With_one_permit_one_thread_is_inside() =>
        Explored.Holds(() => SemaphoreScenarios.With_one_permit_one_thread_is_inside(Make));

    [Fact]
    public void With_two_permits_two_of_three_are_inside() =>
        Explored.Holds(() => SemaphoreScenarios.With_two_permits_two_of_three_are_inside(Make), bound: 1);

    [Fact]
    public void Releasing_two_wakes_two() => Explored.Holds(() => SemaphoreScenarios.Releasing_two_wakes_two(Make), bound: 1);

    [Fact]
    public void Two_releases_wake_two() => Explored.Holds(() => SemaphoreScenarios.Two_releases_wake_two(Make), bound: 1);

    [Fact]
    public void A_wait_that_times_out_loses_no_permit() =>
        Explored.Holds(() => SemaphoreScenarios.A_wait_that_times_out_loses_no_permit(Make));

    [Fact]
    public void A_wait_that_times_out_takes_no_permit_from_one_that_stays() =>
        Explored.Holds(() => SemaphoreScenarios.A_wait_that_times_out_takes_no_permit_from_one_that_stays(Make), bound: 1);

    [Fact]
    public void A_cancelled_wait_loses_no_permit() =>
        Explored.Holds(() => SemaphoreScenarios.A_cancelled_wait_loses_no_permit(Make));

    [Fact]
    public void An_interrupted_wait_loses_no_permit() =>
        Explored.Holds(() => SemaphoreScenarios.An_interrupted_wait_loses_no_permit(Make));

    private static BargingSemaphore Make(int initial, int maximum) => new(initial, maximum);
}
