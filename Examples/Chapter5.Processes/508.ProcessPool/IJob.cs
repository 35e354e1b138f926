namespace Workbook.Examples.Processes.Pools;

/// <summary>What a <see cref="SmallPool{TJob, T, TResult}"/> does with an item: a type, since an object of this process does not
/// exist in a worker, and a type does.</summary>
public interface IJob<T, TResult>
{
    /// <summary>Runs in a worker.</summary>
    static abstract TResult Run(T item);
}
