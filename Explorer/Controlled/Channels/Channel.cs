using System.Diagnostics;
using System.Threading.Channels;
using Platform = System.Threading.Channels.Channel;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary><see cref="Platform"/> under the explorer: makes channels whose operations are steps.</summary>
/// <remarks>The channels are of the platform's types, so that everything else that takes one works as it is.</remarks>
[Replaces(typeof(Platform))]
[DebuggerStepThrough]
public static class Channel
{
    /// <summary>A channel that takes any number of items.</summary>
    public static Channel<T> CreateUnbounded<T>() =>
        new ControlledChannel<T>(new ChannelCore<T>(new Fifo<T>(), new ChannelRules<T>()));

    /// <summary>A channel that takes any number of items.</summary>
    public static Channel<T> CreateUnbounded<T>(UnboundedChannelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ControlledChannel<T>(new ChannelCore<T>(new Fifo<T>(), new ChannelRules<T>
        {
            IsSynchronous = options.AllowSynchronousContinuations,
            HasOneReader = options.SingleReader,
        }));
    }

    /// <summary>A channel that holds so many items; who writes to a full one waits. With none a writer waits for a
    /// reader.</summary>
    public static Channel<T> CreateBounded<T>(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        return new ControlledChannel<T>(new ChannelCore<T>(new Fifo<T>(), new ChannelRules<T> { Capacity = capacity }));
    }

    /// <summary>A channel that holds so many items.</summary>
    public static Channel<T> CreateBounded<T>(BoundedChannelOptions options) => CreateBounded<T>(options, null);

    /// <summary>A channel that holds so many items.</summary>
    /// <param name="options">How many, and what becomes of an item for which there is no room.</param>
    /// <param name="itemDropped">Called with each item that is dropped, by who writes, after its write.</param>
    public static Channel<T> CreateBounded<T>(BoundedChannelOptions options, Action<T>? itemDropped)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ControlledChannel<T>(new ChannelCore<T>(new Fifo<T>(), new ChannelRules<T>
        {
            Capacity = options.Capacity,
            FullMode = options.FullMode,
            ItemDropped = itemDropped,
            IsSynchronous = options.AllowSynchronousContinuations,
        }));
    }

    /// <summary>A channel that gives the least item first.</summary>
    public static Channel<T> CreateUnboundedPrioritized<T>() =>
        new ControlledChannel<T>(new ChannelCore<T>(new LeastFirst<T>(Comparer<T>.Default), new ChannelRules<T>()));

    /// <summary>A channel that gives the least item first. Of equal ones it gives the first that came, which the platform does
    /// not promise.</summary>
    public static Channel<T> CreateUnboundedPrioritized<T>(UnboundedPrioritizedChannelOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ControlledChannel<T>(new ChannelCore<T>(new LeastFirst<T>(options.Comparer ?? Comparer<T>.Default),
            new ChannelRules<T> { IsSynchronous = options.AllowSynchronousContinuations }));
    }
}
