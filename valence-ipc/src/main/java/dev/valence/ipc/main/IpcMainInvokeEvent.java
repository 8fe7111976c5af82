package dev.valence.ipc.main;

import dev.valence.ipc.message.InvokeCall;

/** A call of {@code invoke}. */
public interface IpcMainInvokeEvent extends IpcEvent, InvokeCall {}
