namespace Workbook.Concurrency.Tests.Async.Contract;

/// <summary>Bounded waits for tasks: a bug fails the test instead of hanging it.</summary>
internal static class Bounded
{
    /// <summary>The task, or a failure when it takes too long.</summary>
    public static Task InTime(this Task task) => task.WaitAsync(Patience.Long);

    /// <inheritdoc cref="InTime(Task)"/>
    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Patience.Long);

    /// <summary>The result of a task that is to be completed already.</summary>
    public static T Now<T>(this Task<T> task)
    {
        Assert.True(task.IsCompleted, "the task is not completed");
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Awaits a task that is to fail, and returns its exception.</summary>
    public static Task<T> Fails<T>(this Task task) where T : Exception => Assert.ThrowsAsync<T>(() => task.InTime());

    /// <summary>Awaits a task that is to be canceled.</summary>
    public static async Task IsCanceledInTime(this Task task)
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.InTime());
        Assert.True(task.IsCanceled);
    }

    /// <summary>Runs <paramref name="body"/>, which blocks, on a thread of its own, and returns what it returned.</summary>
    public static T Here<T>(Func<T> body)
    {
        T result = default!;
        Patience.OnAnotherThread(() => result = body());
        return result;
    }

    /// <summary>Runs <paramref name="body"/>, which blocks, on a thread of its own, and returns what it threw.</summary>
    public static TException Throws<TException>(Action body) where TException : Exception
    {
        TException? thrown = null;
        Patience.OnAnotherThread(() => thrown = Assert.Throws<TException>(body));
        return thrown!;
    }
}
