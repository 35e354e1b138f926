namespace Workbook.Ipc.Pools;

/// <summary>What a frame between a pool and a worker says.</summary>
internal enum FrameKind : byte
{
    /// <summary>To the worker: a function, and the number by which it is called from now on.</summary>
    Define,

    /// <summary>To the worker: the function to call before the first job.</summary>
    Initialize,

    /// <summary>To the worker: call a function, once or for several items.</summary>
    Job,

    /// <summary>To the worker: go home.</summary>
    Quit,

    /// <summary>From the worker: it takes jobs, or could not be initialised.</summary>
    Ready,

    /// <summary>From the worker: it has begun with a job. Sent only if somebody wants to know.</summary>
    Started,

    /// <summary>From the worker: how a job ended.</summary>
    Done,
}
